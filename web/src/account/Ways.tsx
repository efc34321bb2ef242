// How the person signs in: password, authenticator app, passkeys, the OpenID provider.
import { type FormEvent, useState } from 'react';
import { useAct } from '../app/act';
import { doors, passkeysWork } from '../app/doors';
import { renewEverything } from '../app/graph';
import { messages, russian, useMessages } from '../app/language';
import { path } from '../app/paths';
import { useSession, visitProvider } from '../app/session';
import { useTime } from '../app/time';
import { useDoor } from '../app/useDoor';
import { Button } from '../design/Button';
import { Disclosure } from '../design/Disclosure';
import { DoorTrouble } from '../design/DoorTrouble';
import { TextField } from '../design/Field';
import { Notice } from '../design/Notice';
import { Section } from '../design/Page';
import { Table } from '../design/Table';
import { Trouble } from '../design/Trouble';
import { AuthenticatorSetup, ownAuthenticator } from './Authenticator';
import styles from './account.module.css';
import { type AccountData, removePasskey } from './accountQuery';

const words = messages({
  app: { ru: 'Приложение с кодами', en: 'Authenticator app' },
  appOn: {
    ru: (left: number) =>
      `Подключено: при входе нужен код. ${left} ${russian(left, 'код восстановления не использован', 'кода восстановления не использованы', 'кодов восстановления не использовано')}.`,
    en: (left: number) => `Set up: signing in takes a code. Recovery codes left: ${left}.`,
  },
  appOff: {
    ru: 'Не подключено. С ним украденного пароля мало, чтобы войти за вас.',
    en: 'Not set up. With it, a stolen password is not enough to sign in as you.',
  },
  setUp: { ru: 'Подключить', en: 'Set up' },
  remove: { ru: 'Отключить', en: 'Remove' },
  keys: { ru: 'Ключи входа', en: 'Passkeys' },
  keysNone: {
    ru: 'Нет. Ключ входа хранится на вашем устройстве и открывается пальцем, лицом или PIN-кодом; пароль с ним не нужен.',
    en: 'None. A passkey is kept on your device and opened by finger, face or PIN; no password is needed with it.',
  },
  keyName: { ru: 'Как назвать', en: 'What to call it' },
  keyNameHint: { ru: 'Например, «рабочий ноутбук».', en: 'For example, “laptop at work”.' },
  addKey: { ru: 'Добавить ключ', en: 'Add a passkey' },
  created: { ru: 'Создан', en: 'Made' },
  used: { ru: 'Последний раз', en: 'Last used' },
  never: { ru: 'ни разу', en: 'never' },
  act: { ru: 'Действие', en: 'Action' },
  forget: { ru: 'Убрать', en: 'Remove' },
  password: { ru: 'Пароль', en: 'Password' },
  change: { ru: 'Сменить пароль', en: 'Change the password' },
  current: { ru: 'Нынешний пароль', en: 'Present password' },
  fresh: { ru: 'Новый пароль', en: 'New password' },
  changed: {
    ru: 'Пароль изменён. В других браузерах вы вышли, ключи доступа перестали действовать.',
    en: 'The password is changed. Other browsers are signed out, and access tokens have ended.',
  },
  linked: { ru: 'Связана с вашей учётной записью.', en: 'Linked to your account.' },
  unlinked: { ru: 'Не связана с вашей учётной записью.', en: 'Not linked to your account.' },
  link: { ru: 'Связать', en: 'Link' },
});

export function AuthenticatorApp({ account }: { account: AccountData }) {
  const t = useMessages(words);
  const { knock, pending, trouble } = useDoor();
  const [setting, setSetting] = useState(false);
  function done() {
    setSetting(false);
    renewEverything();
  }
  async function remove() {
    if (await knock(doors.removeAuthenticator)) renewEverything();
  }
  return (
    <Section title={t.app}>
      <div className="stack">
        {setting ? (
          <AuthenticatorSetup {...ownAuthenticator} onDone={done} />
        ) : (
          <>
            <p>{account.hasAuthenticator ? t.appOn(account.recoveryCodesLeft) : t.appOff}</p>
            <div>
              {account.hasAuthenticator ? (
                <Button pending={pending} onClick={() => void remove()}>
                  {t.remove}
                </Button>
              ) : (
                <Button onClick={() => setSetting(true)}>{t.setUp}</Button>
              )}
            </div>
          </>
        )}
        <DoorTrouble trouble={trouble} />
      </div>
    </Section>
  );
}

export function Passkeys({ passkeys }: { passkeys: AccountData['passkeys'] }) {
  const t = useMessages(words);
  const { moment } = useTime();
  const { knock, pending, trouble } = useDoor();
  const forget = useAct(removePasskey, (data) => data.removePasskey);
  const [label, setLabel] = useState('');

  async function add(event: FormEvent) {
    event.preventDefault();
    if (pending || !label.trim() || !(await knock(() => doors.addPasskey(label.trim())))) return;
    setLabel('');
    renewEverything();
  }
  return (
    <Section title={t.keys}>
      <div className="stack">
        <Table
          caption={t.keys}
          rows={passkeys}
          rowKey={({ id }) => id}
          empty={t.keysNone}
          columns={[
            { key: 'label', title: t.keys, heading: true, cell: (one) => one.label },
            { key: 'created', title: t.created, cell: (one) => moment(one.createdAt) },
            { key: 'used', title: t.used, cell: (one) => (one.usedAt ? moment(one.usedAt) : t.never) },
            {
              key: 'forget',
              title: t.act,
              titleUnseen: true,
              cell: (one) => (
                <Button
                  small
                  pending={forget.pending}
                  onClick={() => void forget.run({ input: { id: one.id } })}
                >
                  {t.forget}
                </Button>
              ),
            },
          ]}
        />
        <Trouble act={forget} />
        {passkeysWork() && (
          <form onSubmit={add} className={`stack ${styles.narrow}`} noValidate>
            <TextField
              label={t.keyName}
              hint={t.keyNameHint}
              value={label}
              onChange={setLabel}
              maxLength={100}
            />
            <DoorTrouble trouble={trouble} />
            <div>
              <Button type="submit" pending={pending}>
                {t.addKey}
              </Button>
            </div>
          </form>
        )}
      </div>
    </Section>
  );
}

export function Password() {
  const t = useMessages(words);
  const { knock, pending, trouble } = useDoor();
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState('');
  const [changed, setChanged] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (pending || !(await knock(() => doors.change(current, fresh)))) return;
    setChanged(true);
    renewEverything();
  }
  return (
    <Section title={t.password}>
      {changed ? (
        <Notice tone="success" title={t.changed} />
      ) : (
        <Disclosure title={t.change}>
          <form onSubmit={send} className={`stack ${styles.narrow}`} noValidate>
            <TextField
              label={t.current}
              type="password"
              autoComplete="current-password"
              value={current}
              onChange={setCurrent}
            />
            <TextField
              label={t.fresh}
              type="password"
              autoComplete="new-password"
              value={fresh}
              onChange={setFresh}
            />
            <DoorTrouble trouble={trouble} />
            <div>
              <Button type="submit" pending={pending}>
                {t.change}
              </Button>
            </div>
          </form>
        </Disclosure>
      )}
    </Section>
  );
}

export function Provider({ providers }: { providers: AccountData['providers'] }) {
  const t = useMessages(words);
  const session = useSession();
  const { knock, pending, trouble } = useDoor();
  if (!session?.provider) return null;

  async function link() {
    const there = await knock(async () => {
      const told = await visitProvider({ next: path.account, link: true });
      return typeof told === 'string' ? { is: told } : { refusal: told };
    });
    if (there) window.location.assign(there.is);
  }
  return (
    <Section title={session.provider.name}>
      <div className="stack">
        <p>{providers.length ? t.linked : t.unlinked}</p>
        {!providers.length && (
          <div>
            <Button pending={pending} onClick={() => void link()}>
              {t.link}
            </Button>
          </div>
        )}
        <DoorTrouble trouble={trouble} />
      </div>
    </Section>
  );
}
