// Setting up an authenticator app: a code to scan, a first code to type, and recovery codes to keep.
import { type FormEvent, useEffect, useState } from 'react';
import { doors, type Enrolment, type Told } from '../app/doors';
import { messages, useMessages } from '../app/language';
import { useDoor } from '../app/useDoor';
import { Button } from '../design/Button';
import { DoorTrouble } from '../design/DoorTrouble';
import { TextField } from '../design/Field';
import { Notice } from '../design/Notice';
import { QrCode } from '../design/QrCode';
import { Skeleton } from '../design/Skeleton';
import styles from './account.module.css';

const words = messages({
  scan: {
    ru: 'Откройте на телефоне приложение с одноразовыми кодами и считайте им этот рисунок.',
    en: 'Open an app for one-time codes on your telephone and scan this picture with it.',
  },
  picture: { ru: 'Рисунок для приложения с кодами', en: 'Picture for the authenticator app' },
  byHand: { ru: 'Или введите в приложении ключ:', en: 'Or type this key into the app:' },
  here: { ru: 'Открыть в приложении на этом устройстве', en: 'Open in an app on this device' },
  code: { ru: 'Код из приложения', en: 'Code of the app' },
  codeHint: { ru: 'Шесть цифр, меняются каждые полминуты.', en: 'Six digits that change every half minute.' },
  confirm: { ru: 'Подключить', en: 'Set up' },
  codes: { ru: 'Коды восстановления', en: 'Recovery codes' },
  codesMore: {
    ru: 'Сохраните их: они показаны один раз. Каждый впускает один раз, если телефон потерян.',
    en: 'Keep them: they are shown this once. Each lets you in once when your telephone is lost.',
  },
  copy: { ru: 'Скопировать', en: 'Copy' },
  copied: { ru: 'Скопировано', en: 'Copied' },
  kept: { ru: 'Я сохранил(а) коды', en: 'I have kept the codes' },
});

type Props = {
  begin: () => Promise<Told<Enrolment>>;
  confirm: (code: string) => Promise<Told<{ recoveryCodes: string[] }>>;
  onDone: () => void;
};

export function AuthenticatorSetup({ begin, confirm, onDone }: Props) {
  const t = useMessages(words);
  const { knock, pending, trouble } = useDoor();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [code, setCode] = useState('');

  // biome-ignore lint/correctness/useExhaustiveDependencies: a secret is asked for once, when this is opened
  useEffect(() => {
    void knock(begin).then((found) => found && setEnrolment(found.is));
  }, []);

  async function send(event: FormEvent) {
    event.preventDefault();
    const found = code.trim() && !pending ? await knock(() => confirm(code.trim())) : null;
    if (found) setCodes(found.is.recoveryCodes);
  }
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  if (!enrolment) return trouble ? <DoorTrouble trouble={trouble} /> : <Skeleton lines={4} />;
  return (
    <form onSubmit={send} className="stack" noValidate>
      <p>{t.scan}</p>
      <div className={styles.scan}>
        <QrCode title={t.picture} text={enrolment.address} />
        <div className="stack-near">
          <p className="quiet small">{t.byHand}</p>
          <p className={styles.secret}>{enrolment.secret.match(/.{1,4}/g)?.join(' ')}</p>
          <p className="small">
            <a href={enrolment.address}>{t.here}</a>
          </p>
        </div>
      </div>
      <div className={styles.narrow}>
        <CodeField label={t.code} hint={t.codeHint} value={code} onChange={setCode} />
      </div>
      <DoorTrouble trouble={trouble} />
      <div>
        <Button type="submit" look="primary" pending={pending}>
          {t.confirm}
        </Button>
      </div>
    </form>
  );
}

type CodeFieldProps = { label: string; hint?: string; value: string; onChange: (value: string) => void };

export function CodeField(props: CodeFieldProps) {
  return <TextField {...props} autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false} />;
}

function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const t = useMessages(words);
  const [copied, setCopied] = useState(false);
  return (
    <div className="stack">
      <Notice tone="success" title={t.codes}>
        {t.codesMore}
      </Notice>
      <ul className={styles.codes}>
        {codes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <div className="row">
        <Button look="primary" onClick={onKept}>
          {t.kept}
        </Button>
        <Button
          onClick={() => void navigator.clipboard.writeText(codes.join('\n')).then(() => setCopied(true))}
        >
          {copied ? t.copied : t.copy}
        </Button>
      </div>
    </div>
  );
}

export const ownAuthenticator = { begin: doors.beginAuthenticator, confirm: doors.confirmAuthenticator };
export const authenticatorAtTheDoor = { begin: doors.enrolAtTheDoor, confirm: doors.second };
