// Asking for a new password: the answer is the same whether or not there is such an account.
import { type FormEvent, useState } from 'react';
import { doors } from '../app/doors';
import { messages, useMessages } from '../app/language';
import { path } from '../app/paths';
import styles from '../app/SignIn.module.css';
import { useDoor } from '../app/useDoor';
import { Button } from '../design/Button';
import { DoorTrouble } from '../design/DoorTrouble';
import { TextField } from '../design/Field';
import { Notice } from '../design/Notice';
import { Page, PageHeader } from '../design/Page';

const words = messages({
  title: { ru: 'Новый пароль', en: 'A new password' },
  back: { ru: 'Вход', en: 'Sign in' },
  lead: {
    ru: 'Напишите свой логин или адрес электронной почты. Мы пришлём письмо со ссылкой, по которой можно выбрать новый пароль.',
    en: 'Write your login or e-mail address. We will send a letter with a link to choose a new password.',
  },
  login: { ru: 'Логин или адрес почты', en: 'Login or e-mail address' },
  send: { ru: 'Прислать ссылку', en: 'Send the link' },
  sent: {
    ru: 'Если такая учётная запись есть, письмо отправлено',
    en: 'If there is such an account, a letter is on its way',
  },
  sentMore: {
    ru: 'Ссылка действует час. Если письма нет, проверьте папку со спамом и адрес, затем обратитесь в секретариат.',
    en: 'The link works for an hour. If no letter comes, look into the spam folder, check the address, then ask the secretariat.',
  },
});

export function ForgottenScreen() {
  const t = useMessages(words);
  const { knock, pending, trouble } = useDoor();
  const [login, setLogin] = useState('');
  const [sent, setSent] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (login.trim() && !pending) setSent((await knock(() => doors.forgotten(login.trim()))) !== null);
  }
  return (
    <Page width="reading">
      <PageHeader title={t.title} lead={t.lead} back={{ href: path.signIn(), title: t.back }} />
      <div className="stack-far">
        {sent && (
          <Notice tone="success" title={t.sent}>
            {t.sentMore}
          </Notice>
        )}
        <DoorTrouble trouble={trouble} />
        <form onSubmit={send} className={styles.form} noValidate>
          <TextField
            label={t.login}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={login}
            onChange={setLogin}
          />
          <div>
            <Button type="submit" look="primary" pending={pending}>
              {t.send}
            </Button>
          </div>
        </form>
      </div>
    </Page>
  );
}
