// Dropping files and watching them go: several at once, each with its progress and what became of it.
import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useBytes } from '../../app/numbers';
import { Button } from '../../design/Button';
import { FileDrop } from '../../design/FileDrop';
import { Progress } from '../../design/Progress';
import { StateBadge } from '../../design/StateBadge';
import type { UploadData } from '../case/caseQuery';
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
  checking: { ru: 'проверяется', en: 'being checked' },
  left: { ru: 'отправка не закончена', en: 'not sent to the end' },
  leftMore: {
    ru: 'Выберите этот файл ещё раз или уберите его: пока он в списке, самообследование не отправить.',
    en: 'Choose the file again or take it away: while it is listed the self-evaluation cannot be submitted.',
  },
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
  title?: string;
};

export function FilesToSend({ evaluation, uploads, codes = [], document = null, title }: Props) {
  const t = useMessages(words);
  const { sendings, add, resume, forget } = useUploads(evaluation);
  const names = new Set(sendings.map(({ file }) => file.name));
  const stranded = uploads.filter(({ fileName }) => !names.has(fileName));
  return (
    <div className="stack-near">
      <FileDrop
        accept={ACCEPTED}
        multiple={!document}
        hint={t.hint}
        title={title}
        onFiles={(files) => add(files, codes, document)}
      />
      {(sendings.length > 0 || stranded.length > 0) && (
        <ul className={styles.uploads} aria-live="polite">
          {sendings.map((one) => (
            <Row key={one.key} one={one} onResume={() => resume(one)} onForget={() => forget(one.key)} />
          ))}
          {stranded.map((upload) => (
            <Stranded key={upload.id} upload={upload} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Row({ one, onResume, onForget }: { one: Sending; onResume: () => void; onForget: () => void }) {
  const t = useMessages(words);
  const local = useLocal();
  const bytes = useBytes();
  return (
    <li className={styles.upload}>
      <span>
        {one.file.name} <span className="quiet small">{bytes(one.file.size)}</span>
      </span>
      <span>
        {one.state === 'checking' && <StateBadge tone="active">{t.checking}</StateBadge>}
        {one.state === 'refused' && <StateBadge tone="bad">{t.refused}</StateBadge>}
        {one.state === 'paused' && (
          <Button small onClick={onResume}>
            {t.resume}
          </Button>
        )}
        {(one.state === 'refused' || one.state === 'paused') && (
          <Button small look="plain" onClick={onForget}>
            {t.away}
          </Button>
        )}
      </span>
      {one.state === 'sending' && (
        <Progress done={percent(one)} total={100} label={`${t.sent} ${one.file.name}`} />
      )}
      {one.why && <p role="alert">{local(one.why)}</p>}
    </li>
  );
}

function percent({ sent, file }: Sending): number {
  return file.size ? Math.floor((sent / file.size) * 100) : 0;
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
