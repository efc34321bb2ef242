// The second step of signing in: a code of the app, a recovery code, a passkey; or setting an app up when there is none.
import { type FormEvent, useState } from 'react';
import { doors, passkeysWork } from '../app/doors';
import { messages, useMessages } from '../app/language';
import styles from '../app/SignIn.module.css';
import type { Way } from '../app/session';
import { useDoor } from '../app/useDoor';
import { Button } from '../design/Button';
import { DoorTrouble } from '../design/DoorTrouble';
import { Section } from '../design/Page';
import { AuthenticatorSetup, authenticatorAtTheDoor, CodeField } from './Authenticator';

const words = messages({
  title: { ru: 'Второй шаг', en: 'The second step' },
  byCode: {
    ru: 'Введите код из приложения. Если телефона под рукой нет, введите код восстановления.',
    en: 'Type the code of your app. Without your telephone, type a recovery code.',
  },
  code: { ru: 'Код', en: 'Code' },
  goOn: { ru: 'Продолжить', en: 'Go on' },
  byKey: { ru: 'Войти ключом входа', en: 'Use a passkey' },
  keyOnly: {
    ru: 'Для вашей роли одного пароля мало. Войдите ключом входа с этого или другого устройства.',
    en: 'For your role a password is not enough. Use a passkey of this or another device.',
  },
  enrol: {
    ru: 'Для вашей роли одного пароля мало: через него можно добраться до чужой работы. Подключите приложение с кодами, это делается один раз.',
    en: 'For your role a password is not enough: it leads to other people’s work. Set up an authenticator app, once.',
  },
});

export function SecondStep({ ways, onIn }: { ways: readonly Way[]; onIn: () => void }) {
  const t = useMessages(words);
  const { knock, pending, trouble } = useDoor();
  const [code, setCode] = useState('');
  const byCode = ways.includes('AUTHENTICATOR');

  async function send(event: FormEvent) {
    event.preventDefault();
    if (code.trim() && !pending && (await knock(() => doors.second(code.trim())))) onIn();
  }
  async function showKey() {
    if (!pending && (await knock(doors.passkey))) onIn();
  }
  if (ways.includes('ENROLMENT')) {
    const done = () => void doors.entered().finally(onIn);
    return (
      <Section title={t.title}>
        <div className="stack">
          <p>{t.enrol}</p>
          <AuthenticatorSetup {...authenticatorAtTheDoor} onDone={done} />
        </div>
      </Section>
    );
  }
  return (
    <Section title={t.title}>
      <div className="stack">
        <p>{byCode ? t.byCode : t.keyOnly}</p>
        {byCode && (
          <form onSubmit={send} className={styles.form} noValidate>
            <CodeField label={t.code} value={code} onChange={setCode} />
            <div>
              <Button type="submit" look="primary" pending={pending}>
                {t.goOn}
              </Button>
            </div>
          </form>
        )}
        <DoorTrouble trouble={trouble} />
        {ways.includes('PASSKEY') && passkeysWork() && (
          <div>
            <Button look={byCode ? 'secondary' : 'primary'} pending={pending} onClick={() => void showKey()}>
              {t.byKey}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}
