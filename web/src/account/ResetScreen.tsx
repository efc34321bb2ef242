// Choosing a new password, come from the link in a letter.
import { type FormEvent, useState } from 'react';
import { doors, secretInAddress } from '../app/doors';
import { messages, useMessages } from '../app/language';
import { path } from '../app/paths';
import styles from '../app/SignIn.module.css';
import { useDoor } from '../app/useDoor';
import { Button, LinkButton } from '../design/Button';
import { DoorTrouble } from '../design/DoorTrouble';
import { TextField } from '../design/Field';
import { Notice } from '../design/Notice';
import { Page, PageHeader } from '../design/Page';

const words = messages({
  title: { ru: 'Выберите новый пароль', en: 'Choose a new password' },
  lead: {
    ru: 'Всё, что было открыто со старым паролем, будет закрыто, ключи доступа перестанут действовать.',
    en: 'Whatever was signed in with the old password is signed out, and access tokens end.',
  },
  password: { ru: 'Новый пароль', en: 'New password' },
  hint: {
    ru: 'Не короче 12 знаков; удобно взять несколько слов подряд.',
    en: 'At least 12 characters; several words in a row are easy to keep in mind.',
  },
  save: { ru: 'Сохранить', en: 'Save' },
  done: { ru: 'Пароль изменён', en: 'The password is changed' },
  signIn: { ru: 'Войти', en: 'Sign in' },
  again: { ru: 'Запросить новую ссылку', en: 'Ask for a new link' },
});

export function ResetScreen() {
  const t = useMessages(words);
  const { knock, pending, trouble, code } = useDoor();
  const [token] = useState(secretInAddress);
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (password && !pending) setDone((await knock(() => doors.choose(token, password))) !== null);
  }
  return (
    <Page width="reading">
      <PageHeader title={t.title} lead={t.lead} />
      <div className="stack-far">
        {done ? (
          <Notice
            tone="success"
            title={t.done}
            action={
              <LinkButton small href={path.signIn()}>
                {t.signIn}
              </LinkButton>
            }
          />
        ) : (
          <form onSubmit={send} className={styles.form} noValidate>
            <TextField
              label={t.password}
              hint={t.hint}
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={setPassword}
            />
            <DoorTrouble trouble={trouble} />
            <div className="row">
              <Button type="submit" look="primary" pending={pending}>
                {t.save}
              </Button>
              {code === 'RESET_UNKNOWN' && <LinkButton href={path.forgotten}>{t.again}</LinkButton>}
            </div>
          </form>
        )}
      </div>
    </Page>
  );
}
