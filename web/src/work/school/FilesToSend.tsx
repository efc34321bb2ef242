// Dropping files and watching them go: several at once, each with its progress and what became of it.
import { useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../../app/language';
import { useBytes } from '../../app/numbers';
import { Button } from '../../design/Button';
import { FileDrop } from '../../design/FileDrop';
import { Progress } from '../../design/Progress';
import { StateBadge } from '../../design/StateBadge';
import type { UploadData } from '../case/caseQuery';
import { FOR_PANEL, ReadersFields } from '../case/Readers';
import styles from '../work.module.css';
import { type Sending, useUploads } from './uploads';

export const ACCEPTED = '.pdf,.docx,.xlsx,.png,.jpg,.jpeg,.txt,.csv,.mp4,.webm,.m4a,.mp3';

const discard = graphql(
  `mutation DiscardUpload($input: DiscardUploadInput!) { discardUpload(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  hint: {
    ru: 'PDF, DOCX, XLSX, TXT, CSV, PNG, JPEG, видео и звук; можно несколько сразу',
    en: 'PDF, DOCX, XLSX, TXT, CSV, PNG, JPEG, film and sound; several at once',
  },
  sent: { ru: 'отправлено', en: 'sent' },
  waiting: { ru: 'ждёт очереди', en: 'waits its turn' },
  paused: { ru: 'приостановлено', en: 'paused' },
  needsFile: { ru: 'нужен файл', en: 'needs the file' },
  chooseAgain: {
    ru: 'Браузер был закрыт. Выберите этот файл ещё раз: отправится только то, чего ещё нет.',
    en: 'The browser was closed. Choose the file again: only what is missing will be sent.',
  },
  soon: { ru: 'меньше минуты', en: 'less than a minute' },
  minutes: {
    ru: (n: number) => `ещё около ${n} ${russian(n, 'минуты', 'минут', 'минут')}`,
    en: (n: number) => `about ${n} ${english(n, 'minute', 'minutes')} left`,
  },
  hours: {
    ru: (n: number) => `ещё около ${n} ${russian(n, 'часа', 'часов', 'часов')}`,
    en: (n: number) => `about ${n} ${english(n, 'hour', 'hours')} left`,
  },
  pause: { ru: 'Приостановить', en: 'Pause' },
  checking: { ru: 'проверяется', en: 'being checked' },
  left: { ru: 'отправка не закончена', en: 'not sent to the end' },
  leftMore: {
    ru: 'Выберите этот файл ещё раз или уберите его: пока он в списке, самообследование не отправить.',
    en: 'Choose the file again or take it away: while it is listed the self-evaluation cannot be submitted.',
  },
  known: { ru: 'уже есть', en: 'here already' },
  refused: { ru: 'не принят', en: 'not accepted' },
  resume: { ru: 'Продолжить', en: 'Continue' },
  away: { ru: 'Убрать', en: 'Take away' },
});

type Props = {
  evaluation: string;
  /** What the server has of uploads that did not become documents. */
  uploads: readonly UploadData[];
  codes?: readonly string[];
  document?: string | null;
  /** The request for a document that the files answer. */
  request?: string | null;
  /** The condition the files tell of. */
  track?: string | null;
  title?: string;
};

export function FilesToSend({
  evaluation,
  uploads,
  codes = [],
  document = null,
  request = null,
  track = null,
  title,
}: Props) {
  const t = useMessages(words);
  const { sendings: underWay, add, pause, resume, forget } = useUploads(evaluation);
  const sendings = underWay.filter(
    (one) => (one.request ?? null) === request && (one.track ?? null) === track,
  );
  const [readers, setReaders] = useState(FOR_PANEL);
  const names = new Set(sendings.map(({ name }) => name));
  const stranded = uploads.filter(({ fileName }) => !names.has(fileName));
  return (
    <div className="stack-near">
      {!document && <ReadersFields value={readers} onChange={setReaders} />}
      <FileDrop
        accept={ACCEPTED}
        multiple={!document}
        hint={t.hint}
        title={title}
        onFiles={(files) => add(files, { codes, document, readers, request, track })}
      />
      {(sendings.length > 0 || stranded.length > 0) && (
        <ul className={styles.uploads} aria-live="polite">
          {sendings.map((one) => (
            <Row
              key={one.key}
              one={one}
              onPause={() => pause(one.key)}
              onResume={() => resume(one.key)}
              onForget={() => forget(one.key)}
            />
          ))}
          {stranded.map((upload) => (
            <Stranded key={upload.id} upload={upload} />
          ))}
        </ul>
      )}
    </div>
  );
}

type RowProps = { one: Sending; onPause: () => void; onResume: () => void; onForget: () => void };

function Row({ one, onPause, onResume, onForget }: RowProps) {
  const t = useMessages(words);
  const local = useLocal();
  const bytes = useBytes();
  return (
    <li className={styles.upload}>
      <span>
        {one.name} <span className="quiet small">{bytes(one.size)}</span>
      </span>
      <span className="row">
        {one.state === 'waiting' && <StateBadge tone="neutral">{t.waiting}</StateBadge>}
        {one.state === 'needsFile' && <StateBadge tone="bad">{t.needsFile}</StateBadge>}
        {one.state === 'paused' && <StateBadge tone="neutral">{t.paused}</StateBadge>}
        {one.state === 'sending' && (
          <Button small look="plain" onClick={onPause} aria-label={`${t.pause} ${one.name}`}>
            {t.pause}
          </Button>
        )}
        {one.state === 'checking' && <StateBadge tone="active">{t.checking}</StateBadge>}
        {one.state === 'known' && <StateBadge tone="good">{t.known}</StateBadge>}
        {one.state === 'refused' && <StateBadge tone="bad">{t.refused}</StateBadge>}
        {one.state === 'paused' && (
          <Button small onClick={onResume} aria-label={`${t.resume} ${one.name}`}>
            {t.resume}
          </Button>
        )}
        {['known', 'refused', 'paused', 'waiting', 'needsFile'].includes(one.state) && (
          <Button small look="plain" onClick={onForget} aria-label={`${t.away} ${one.name}`}>
            {t.away}
          </Button>
        )}
      </span>
      {['sending', 'paused'].includes(one.state) && (
        <Progress done={percent(one)} total={100} label={`${t.sent} ${one.name}`} />
      )}
      {one.state === 'sending' && one.left !== null && (
        <span className="quiet small">{remaining(one.left, t)}</span>
      )}
      {one.state === 'needsFile' && <p>{t.chooseAgain}</p>}
      {one.why && <p role={one.state === 'known' ? 'status' : 'alert'}>{local(one.why)}</p>}
    </li>
  );
}

function percent({ sent, size }: Sending): number {
  return size ? Math.floor((sent / size) * 100) : 0;
}

type Words = { soon: string; minutes: (n: number) => string; hours: (n: number) => string };

function remaining(seconds: number, t: Words): string {
  if (seconds < 60) return t.soon;
  return seconds < 90 * 60 ? t.minutes(Math.round(seconds / 60)) : t.hours(Math.round(seconds / 3600));
}

function Stranded({ upload }: { upload: UploadData }) {
  const t = useMessages(words);
  const local = useLocal();
  const away = useAct(discard, ({ discardUpload }) => discardUpload);
  const checking = upload.state === 'CHECKING';
  return (
    <li className={styles.upload}>
      <span>{upload.fileName}</span>
      <span className="row">
        <StateBadge tone={checking ? 'active' : 'bad'}>
          {checking ? t.checking : upload.refusal ? t.refused : t.left}
        </StateBadge>
        {!checking && (
          <Button
            small
            look="plain"
            pending={away.pending}
            onClick={() => void away.run({ input: { uploadId: upload.id } })}
          >
            {t.away}
          </Button>
        )}
      </span>
      {!checking && <p>{upload.refusal ? local(upload.refusal.message) : t.leftMore}</p>}
    </li>
  );
}
