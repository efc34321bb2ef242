// One criterion for the school: what is asked, our own score and words, our evidence; saved as it is written.
import { useCallback, useEffect, useRef, useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { dropDraft, keepDraft, readDraft } from '../../app/drafts';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { Button, LinkButton } from '../../design/Button';
import { TextArea } from '../../design/Field';
import { LeftDraft } from '../../design/LeftDraft';
import { Page, PageHeader, Section } from '../../design/Page';
import { RadioScale, scaleFields } from '../../design/RadioScale';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { type CaseData, caseQuery } from '../case/caseQuery';
import styles from '../work.module.css';
import { Documents } from './Documents';
import { FilesToSend } from './FilesToSend';

const AFTER_A_PAUSE = 900;
const AGAIN_AFTER = 5000;

const criterionQuery = graphql(
  `query CriterionAsked($id: ID!) { framework(id: $id) { criteria { code title { ru en } description { ru en } scale { ...ScaleFields } } } }`,
  [scaleFields],
);
type Asked = NonNullable<ResultOf<typeof criterionQuery>['framework']>['criteria'][number];

const assess = graphql(
  `mutation Assess($input: AssessInput!) { assess(input: $input) {
    __typename ... on SelfAssessment { version score text }
    ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const attach = graphql(
  `mutation AttachDocument($input: DescribeDocumentInput!) { describeDocument(input: $input) {
    __typename ... on EvidenceDocument { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  asked: { ru: 'Что требуется', en: 'What is asked' },
  own: { ru: 'Наша самооценка', en: 'Our own score' },
  text: { ru: 'Что мы делаем и как это видно', en: 'What we do and how it shows' },
  hint: { ru: 'Сохраняется само, когда вы делаете паузу.', en: 'Saved by itself when you pause.' },
  evidence: { ru: 'Наши документы', en: 'Our evidence' },
  others: { ru: 'Прикрепить уже загруженный документ', en: 'Attach a document already sent' },
  attach: { ru: 'Прикрепить', en: 'Attach' },
  saved: { ru: (clock: string) => `Сохранено ${clock}`, en: (clock: string) => `Saved ${clock}` },
  saving: { ru: 'Сохраняется…', en: 'Saving…' },
  closed: {
    ru: 'Сейчас самообследование изменить нельзя: оно отправлено или срок истёк.',
    en: 'The self-evaluation cannot be changed now: it is submitted or its deadline has passed.',
  },
  previous: { ru: 'Предыдущий', en: 'Previous' },
  next: { ru: 'Следующий критерий', en: 'Next criterion' },
  back: { ru: 'К списку критериев', en: 'To the list of criteria' },
});

export function CriterionScreen() {
  const number = useParam('number');
  const code = useParam('code');
  const reading = useRead(caseQuery, { number });
  const found = reading.data?.viewer?.evaluation;
  const asked = useRead(criterionQuery, { id: found?.framework.id ?? '' }, { pause: !found });
  if (!reading.data?.viewer || (found && !asked.data))
    return (
      <Page>
        <Waiting reading={reading.failed ? reading : asked} head lines={8} />
      </Page>
    );
  const criterion = asked.data?.framework?.criteria.find((one) => one.code === code);
  if (!found || !criterion?.scale) return <NotFoundScreen />;
  return <Opened key={code} found={found} criterion={criterion} />;
}

function Opened({ found, criterion }: { found: CaseData; criterion: Asked }) {
  const t = useMessages(words);
  const local = useLocal();
  const scored = found.criteria.filter(({ scored: is }) => is);
  const place = scored.findIndex(({ code }) => code === criterion.code);
  const previous = scored[place - 1];
  const next = scored[place + 1];
  const mayWrite = found.transitions.some(({ name, available }) => name === 'assess' && available);
  const attached = found.documents.filter(({ criterionCodes }) => criterionCodes.includes(criterion.code));
  return (
    <Page>
      <PageHeader
        title={`${criterion.code}. ${local(criterion.title)}`}
        back={{ href: path.evaluation(found.number), title: local(found.school.name) }}
      />
      <div className={styles.columns}>
        <div className="stack-far">
          {!mayWrite && <p className="quiet">{t.closed}</p>}
          <Assessment found={found} criterion={criterion} mayWrite={mayWrite} />
          <Section title={t.evidence}>
            {mayWrite && <FilesToSend evaluation={found.id} uploads={[]} codes={[criterion.code]} />}
            <Documents found={found} documents={attached} criterion={criterion.code} />
            {mayWrite && <Others found={found} code={criterion.code} />}
          </Section>
          <div className="row">
            {next ? (
              <LinkButton look="primary" href={path.criterion(found.number, next.code)}>
                {t.next}
              </LinkButton>
            ) : (
              <LinkButton look="primary" href={path.evaluation(found.number)}>
                {t.back}
              </LinkButton>
            )}
            {previous && (
              <LinkButton look="plain" href={path.criterion(found.number, previous.code)}>
                {t.previous}
              </LinkButton>
            )}
          </div>
        </div>
        <aside aria-label={t.asked}>
          <Section title={t.asked}>
            <p className="prose">{criterion.description && local(criterion.description)}</p>
          </Section>
        </aside>
      </div>
    </Page>
  );
}

type Written = { score: string | null; text: string };
type Kept = { written: Written; base: number };

function Assessment({
  found,
  criterion,
  mayWrite,
}: {
  found: CaseData;
  criterion: Asked;
  mayWrite: boolean;
}) {
  const t = useMessages(words);
  const time = useTime();
  const own = found.selfAssessments.find((one) => one.criterion.code === criterion.code);
  const [written, setWritten] = useState<Written>({ score: own?.score ?? null, text: own?.text ?? '' });
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const act = useAct(assess, ({ assess: result }) => result, { quiet: true });
  const version = useRef(own?.version ?? 0);
  const kept = useRef<Written>(written);
  const latest = useRef(written);
  latest.current = written;
  const running = useRef(false);
  const { run } = act;
  const draftKey = `self ${found.id} ${criterion.code}`;
  const [left, setLeft] = useState<Written | null>(null);

  // What this device still holds is written on where nobody saved anything in between, and offered where somebody did.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the criterion is opened
  useEffect(() => {
    if (!mayWrite) return;
    void readDraft<Kept>(draftKey).then((draft) => {
      if (!draft || !differ(draft.written, kept.current)) return;
      if (draft.base === version.current) setWritten(draft.written);
      else setLeft(draft.written);
    });
  }, [draftKey]);
  const change = (by: Partial<Written>) => {
    const next = { ...latest.current, ...by };
    latest.current = next;
    setWritten(next);
    void keepDraft(draftKey, { written: next, base: version.current } satisfies Kept);
  };

  // One save at a time: the next takes the version the one before it made.
  const save = useCallback(async () => {
    if (running.current) return;
    running.current = true;
    try {
      while (differ(latest.current, kept.current)) {
        const sent = latest.current;
        const done = await run({
          input: {
            evaluationId: found.id,
            criterionCode: criterion.code,
            expectedVersion: version.current,
            score: sent.score,
            text: sent.text,
          },
        });
        if (!done) return;
        version.current = done.version;
        kept.current = sent;
        setSavedAt(Date.now());
        if (!differ(latest.current, sent)) void dropDraft(draftKey);
      }
    } finally {
      running.current = false;
    }
  }, [run, found.id, criterion.code, draftKey]);

  useEffect(() => {
    if (!mayWrite || !differ(written, kept.current)) return;
    const offline = act.trouble?.kind === 'network' || act.trouble?.kind === 'server';
    if (act.trouble && !offline && act.trouble.kind !== 'invalid') return;
    const timer = setTimeout(() => void save(), offline ? AGAIN_AFTER : AFTER_A_PAUSE);
    return () => clearTimeout(timer);
  }, [written, mayWrite, save, act.trouble]);
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (differ(latest.current, kept.current)) event.preventDefault();
    };
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('beforeunload', leave);
      if (mayWrite) void save();
    };
  }, [mayWrite, save]);

  if (!criterion.scale) return null;
  return (
    <Section title={t.own}>
      <RadioScale
        label={t.own}
        labelUnseen
        scale={criterion.scale}
        value={written.score}
        readOnly={!mayWrite}
        onChange={(score) => change({ score })}
      />
      <TextArea
        label={t.text}
        hint={t.hint}
        rows={6}
        value={written.text}
        readOnly={!mayWrite}
        onChange={(text) => change({ text })}
      />
      <p className="quiet small" role="status">
        {act.pending ? t.saving : savedAt !== null && t.saved(time.clock(savedAt))}
      </p>
      {left && (
        <LeftDraft
          text={left.text}
          onTake={() => {
            change(left);
            setLeft(null);
          }}
          onDrop={() => {
            void dropDraft(draftKey);
            setLeft(null);
          }}
        />
      )}
      <Trouble act={act} onFresh={() => window.location.reload()} />
    </Section>
  );
}

function differ(one: Written, other: Written): boolean {
  return one.score !== other.score || one.text.trim() !== other.text.trim();
}

/** Documents already sent that do not speak to this criterion yet. */
function Others({ found, code }: { found: CaseData; code: string }) {
  const t = useMessages(words);
  const act = useAct(attach, ({ describeDocument }) => describeDocument);
  const others = found.documents.filter(({ criterionCodes }) => !criterionCodes.includes(code));
  if (!others.length) return null;
  return (
    <div className="stack-near">
      <h3 className="quiet small">{t.others}</h3>
      <ul className={styles.uploads}>
        {others.map((document) => (
          <li key={document.id} className={styles.upload}>
            <span>{document.title}</span>
            <Button
              small
              pending={act.pending}
              onClick={() =>
                void act.run({
                  input: {
                    documentId: document.id,
                    expectedVersion: document.version,
                    title: document.title,
                    criterionCodes: [...document.criterionCodes, code],
                  },
                })
              }
            >
              {t.attach}
              <span className="unseen"> {document.title}</span>
            </Button>
          </li>
        ))}
      </ul>
      <Trouble act={act} />
    </div>
  );
}
