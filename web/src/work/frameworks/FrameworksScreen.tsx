// The secretariat's frameworks: drafts being written, versions in use, and ways to begin another.
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { Button, LinkButton } from '../../design/Button';
import { Confirmation } from '../../design/Confirmation';
import { EmptyState } from '../../design/EmptyState';
import { TextField } from '../../design/Field';
import { FileDrop } from '../../design/FileDrop';
import { Link } from '../../design/Link';
import { Notice } from '../../design/Notice';
import { Page, PageHeader, Section } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { methodPath } from '../../observer/methods';
import { blankFramework, documentOf } from './document';
import styles from './frameworks.module.css';
import { Severities } from './Severities';

const query = graphql(`query FrameworksOfTheOffice {
  viewer { roles frameworkDrafts { id code number version changedAt content } }
  frameworks(first: 100) { nodes { id code number state title { ru en } } }
}`);
type Data = ResultOf<typeof query>;
type Version = Data['frameworks']['nodes'][number];

const begin = graphql(
  `mutation BeginFrameworkDraft($input: BeginFrameworkDraftInput!) { beginFrameworkDraft(input: $input) {
    __typename ... on FrameworkDraft { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const retire = graphql(
  `mutation RetireFramework($input: RetireFrameworkInput!) { retireFramework(input: $input) {
    __typename ... on FrameworkVersion { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Системы критериев', en: 'Frameworks' },
  back: { ru: 'Оценки', en: 'Evaluations' },
  drafts: { ru: 'Черновики', en: 'Drafts' },
  noDrafts: { ru: 'Черновиков нет', en: 'No drafts' },
  noDraftsMore: {
    ru: 'Начните новую версию той системы, что уже применяется, или загрузите файл.',
    en: 'Begin another version of a framework in use, or bring in a file.',
  },
  changed: { ru: (when: string) => `изменён ${when}`, en: (when: string) => `changed ${when}` },
  untitled: { ru: 'Без названия', en: 'Untitled' },
  version: {
    ru: (code: string, number: number) => `${code}, версия ${number}`,
    en: (code: string, number: number) => `${code}, version ${number}`,
  },
  used: { ru: 'Опубликованные', en: 'Published' },
  match: { ru: 'Сопоставить две', en: 'Match two of them' },
  retired: { ru: 'больше не применяется', en: 'no longer used' },
  next: { ru: 'Новая версия', en: 'Another version' },
  severity: { ru: 'Строгость экспертов', en: 'How strict experts are' },
  retire: { ru: 'Больше не применять', en: 'Retire' },
  sure: {
    ru: 'Новых оценок по этой версии не откроют, а начатые закончат по ней. Вернуть её нельзя.',
    en: 'No more evaluations will be opened on this version; those under way go on. It cannot be brought back.',
  },
  yes: { ru: 'Да, больше не применять', en: 'Yes, retire it' },
  no: { ru: 'Не сейчас', en: 'Not now' },
  another: { ru: 'Ещё одна система', en: 'Another framework' },
  file: { ru: 'Из файла', en: 'From a file' },
  fileHint: {
    ru: 'JSON или XLSX, как их отдаёт Ареопаг. Ошибки можно будет исправить в черновике.',
    en: 'JSON or XLSX as Areopag gives them out. Mistakes can be mended in the draft.',
  },
  code: { ru: 'Или с чистого листа: её код', en: 'Or from a blank page: its code' },
  codeHint: {
    ru: 'Латинские строчные буквы, цифры и «_»: school_climate.',
    en: 'Small Latin letters, digits and `_`: school_climate.',
  },
  blank: { ru: 'Начать', en: 'Begin' },
  unread: { ru: 'Файл не прочитан', en: 'The file was not read' },
  network: { ru: 'Нет связи с сервером.', en: 'No connection to the server.' },
});

export function FrameworksScreen() {
  const t = useMessages(words);
  const reading = useRead(query, {});
  const viewer = reading.data?.viewer;
  if (viewer && !viewer.roles.includes('SECRETARY')) return <NotFoundScreen />;
  return (
    <Page>
      <PageHeader title={t.title} back={{ href: path.cases, title: t.back }} />
      {reading.data && viewer ? (
        <Frameworks drafts={viewer.frameworkDrafts} versions={reading.data.frameworks.nodes} />
      ) : (
        <Waiting reading={reading} lines={10} />
      )}
    </Page>
  );
}

type Props = { drafts: NonNullable<Data['viewer']>['frameworkDrafts']; versions: Version[] };

function Frameworks({ drafts, versions }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const router = useRouter();
  const act = useAct(begin, (data) => data.beginFrameworkDraft);
  const [unread, setUnread] = useState('');
  const [code, setCode] = useState('');

  async function go(from: { frameworkVersionId: string } | { content: string }) {
    const made = await act.run({ input: { idempotencyKey: crypto.randomUUID(), ...from } });
    if (made) router.history.push(path.frameworkDraft(made.id));
  }
  async function take([file]: File[]) {
    if (!file) return;
    setUnread('');
    const read = await contentOf(file).catch(() => ({ trouble: t.network }));
    if ('content' in read) await go({ content: read.content });
    else setUnread(typeof read.trouble === 'string' ? read.trouble : local(read.trouble));
  }
  return (
    <div className="stack-far">
      <Section title={t.drafts}>
        {drafts.length === 0 && <EmptyState title={t.noDrafts}>{t.noDraftsMore}</EmptyState>}
        <ul className={styles.list}>
          {drafts.map((draft) => (
            <li key={draft.id} className={styles.entry}>
              <span className="stack-near">
                <Link href={path.frameworkDraft(draft.id)}>
                  {local(documentOf(draft.content).title) || t.untitled}
                </Link>
                <span className="quiet small">
                  {t.version(draft.code, draft.number)} · {t.changed(time.day(draft.changedAt))}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Trouble act={act} />
      <Section title={t.used} action={<LinkButton href={path.crosswalk}>{t.match}</LinkButton>}>
        <ul className={styles.list}>
          {versions.map((version) => (
            <Published
              key={version.id}
              of={version}
              pending={act.pending}
              onNext={() => void go({ frameworkVersionId: version.id })}
            />
          ))}
        </ul>
      </Section>
      <Section title={t.another}>
        {unread && (
          <Notice tone="error" title={t.unread}>
            {unread}
          </Notice>
        )}
        <FileDrop
          title={t.file}
          hint={t.fileHint}
          accept=".json,.xlsx,.yaml,.yml"
          multiple={false}
          onFiles={(files) => void take(files)}
        />
        <div className={styles.pair}>
          <TextField label={t.code} hint={t.codeHint} value={code} onChange={setCode} />
        </div>
        <div>
          <Button pending={act.pending} onClick={() => void go({ content: blankFramework(code.trim()) })}>
            {t.blank}
          </Button>
        </div>
      </Section>
    </div>
  );
}

function Published({ of, pending, onNext }: { of: Version; pending: boolean; onNext: () => void }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(retire, (data) => data.retireFramework);
  const [asking, setAsking] = useState(false);
  const [opened, setOpened] = useState(false);
  return (
    <li className={styles.entry}>
      <span className="stack-near">
        <Link href={methodPath(of)}>{local(of.title)}</Link>
        <span className="quiet small">{t.version(of.code, of.number)}</span>
        {of.state === 'RETIRED' && <StateBadge shape="square">{t.retired}</StateBadge>}
      </span>
      <span className="row">
        <Button small pending={pending} onClick={onNext}>
          {t.next}
        </Button>
        <Button small look="plain" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {t.severity}
        </Button>
        {of.state === 'PUBLISHED' && !asking && (
          <Button small look="plain" onClick={() => setAsking(true)}>
            {t.retire}
          </Button>
        )}
      </span>
      {asking && of.state === 'PUBLISHED' && (
        <div className={styles.whole}>
          <Confirmation
            small
            question={t.sure}
            yes={t.yes}
            no={t.no}
            pending={act.pending}
            onYes={() => void act.run({ input: { frameworkVersionId: of.id } })}
            onNo={() => setAsking(false)}
          />
        </div>
      )}
      <Trouble act={act} />
      {opened && (
        <div className={styles.whole}>
          <Severities framework={of.id} />
        </div>
      )}
    </li>
  );
}

/** What the server reads in a file, as JSON a draft can begin from. */
async function contentOf(file: File): Promise<{ content: string } | { trouble: { ru: string; en: string } }> {
  const answer = await fetch(`/frameworks/file?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
    body: file,
  });
  const body = (await answer.json()) as { content: string } & { message: { ru: string; en: string } };
  return answer.ok ? { content: body.content } : { trouble: body.message };
}
