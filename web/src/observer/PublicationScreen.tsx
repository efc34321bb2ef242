// A published record in full: the result, the reasons, the vote, and how to check that nobody changed it.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages, useTongue } from '../app/language';
import { NotFoundScreen } from '../app/NotFoundScreen';
import { useParam } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { useTime } from '../app/time';
import { Derivations, derivationFields } from '../design/Derivation';
import { Link } from '../design/Link';
import { Notice } from '../design/Notice';
import { DefinitionList, Page, PageHeader, Section } from '../design/Page';
import { placesRange } from '../design/places';
import { Waiting } from '../design/Waiting';
import { AsOf, NotYetThen, PastNotice } from './AsOf';
import { Authenticity } from './Authenticity';
import { Because } from './Because';
import { CriteriaBars } from './CriteriaBars';
import { criterionFields } from './criteria';
import { Documents, documentFields, pagesOf, useOpens } from './Documents';
import { endOf, useDay } from './day';
import { Evaluated } from './Evaluated';
import styles from './observer.module.css';
import { Conditions, InRussian, Lines } from './Report';
import { briefFields, Certificate, PrintedReport, stands } from './result';
import { Surveys, surveyFields } from './Surveys';
import { Verdict } from './Verdict';

const recordFields = graphql(
  `fragment RecordFields on Publication {
    ...BriefFields
    corrects because { kind text } sha256 signature keyId recordUrl evaluationNumber
    process { ru en }
    school { id name { ru en } history { number because { kind text } } }
    summary strengths recommendations reasons
    criteria { ...CriterionFields }
    surveys { ...PublishedSurveyFields }
    derivation { ...DerivationFields }
    conditions { text criterionCode owner dueOn state stateTitle { ru en } stateSince }
    panel { constituency lead }
    vote { votesFor votesAgainst abstained recused quorum eligible heldAt }
    dissents
    waivers { kind title { ru en } reason }
    statements { title { ru en } text at }
    accuracyClaims { claim answer accepted }
    documents { ...PublishedDocumentFields }
  }`,
  [briefFields, criterionFields, derivationFields, documentFields, surveyFields],
);
const query = graphql(
  `query Publication($number: PublicationNumber!, $asOf: DateTime) {
    publication(number: $number, asOf: $asOf) { ...RecordFields }
  }`,
  [recordFields],
);
type Record = ResultOf<typeof recordFields>;

const words = messages({
  title: { ru: (number: number) => `Запись № ${number}`, en: (number: number) => `Record No. ${number}` },
  within: { ru: (number: number) => `запись № ${number}`, en: (number: number) => `record No. ${number}` },
  correction: { ru: 'исправление', en: 'correction' },
  withdrawal: { ru: 'отзыв результата', en: 'withdrawal of a result' },
  suspension: { ru: 'приостановка результата', en: 'suspension of a result' },
  absent: { ru: 'На эту дату записи ещё не было', en: 'On that day the record did not exist yet' },
  past: { ru: 'Эта запись не действует', en: 'This record does not stand' },
  newer: {
    ru: (number: number) => `Читать запись № ${number}`,
    en: (number: number) => `Read record No. ${number}`,
  },
  replaces: { ru: 'Эта запись заменяет прежнюю', en: 'This record replaces an earlier one' },
  ended: {
    ru: (number: number) => `Запись № ${number} не действует`,
    en: (number: number) => `Record No. ${number} does not stand`,
  },
  endedMore: {
    ru: 'Ниже – то, что было опубликовано до этого.',
    en: 'Below is what had been published before.',
  },
  older: { ru: (number: number) => `Запись № ${number}`, en: (number: number) => `Record No. ${number}` },
  summary: { ru: 'Вывод экспертов', en: 'What the experts found' },
  strong: { ru: 'Что хорошо', en: 'What is strong' },
  improve: { ru: 'Что советуют улучшить', en: 'What the experts advise improving' },
  criteria: { ru: 'Оценки и обоснования', en: 'Scores and reasons' },
  own: {
    ru: 'Полоса – оценка экспертов, кружок на ней – как школа оценила себя сама. Под оценкой – почему она такая и на какие страницы документов эксперты опираются.',
    en: 'The bar is the experts’ score, the ring on it how the school scored itself. Below a score stand its reasons and the pages they rest on.',
  },
  derivation: { ru: 'Как получился итог', en: 'How the result came about' },
  derivationMore: {
    ru: 'Каждый шаг открывается до балла, который поставила комиссия. Правила заморожены вместе с версией системы критериев.',
    en: 'Every step opens down to the value the panel gave. The rules are frozen with the framework version.',
  },
  decision: { ru: 'Решение комиссии', en: 'Decision of the commission' },
  jury: { ru: 'Решение жюри', en: 'Decision of the jury' },
  dissent: { ru: 'Особое мнение', en: 'Dissenting opinion' },
  competition: { ru: 'Место в конкурсе', en: 'Place in the competition' },
  place: {
    ru: (place: string, entries: number) => `${place} из ${entries}`,
    en: (place: string, entries: number) => `${place} of ${entries}`,
  },
  waivers: { ru: 'Разрешённые связи со школой', en: 'Waived ties to the school' },
  waiversMore: {
    ru: 'Кто-то из экспертов или членов комиссии судил, несмотря на связь со школой. Имя не публикуется, причина – да.',
    en: 'Somebody of the panel or the commission judged in spite of a tie. The name is not published, the reason is.',
  },
  dissentMore: { ru: 'члена комиссии', en: 'of a member of the commission' },
  conditions: { ru: 'Условия', en: 'Conditions' },
  claims: { ru: 'Замечания школы к проекту отчёта', en: 'The school’s remarks on the draft report' },
  accepted: { ru: 'Ответ экспертов: принято', en: 'The experts’ answer: accepted' },
  declined: { ru: 'Ответ экспертов: не принято', en: 'The experts’ answer: not accepted' },
  how: { ru: 'Кто и как оценивал', en: 'Who evaluated, and how' },
  dates: { ru: 'Даты', en: 'Dates' },
  decided: { ru: 'Решение принято', en: 'Decided' },
  holds: { ru: 'Действует', en: 'Valid' },
  held: { ru: 'Срок по этой записи', en: 'Term in this record' },
  span: {
    ru: (from: string, to: string) => `с ${from} до ${to}`,
    en: (from: string, to: string) => `${from} – ${to}`,
  },
  published: { ru: 'Опубликовано', en: 'Published' },
  evaluation: { ru: 'Номер оценки', en: 'Evaluation' },
  documents: { ru: 'Документы школы', en: 'Documents of the school' },
  documentsMore: {
    ru: 'Контрольная сумма – той версии, которую читали эксперты. Открыть можно её копию без сведений о том, кто и в чём её составил, пока школа держит документ открытым.',
    en: 'The hash is that of the version the experts read. What opens is its copy without what the file says of who made it, as long as the school keeps the document open.',
  },
  check: { ru: 'Подлинность', en: 'Authenticity' },
  source: { ru: 'Откуда результат', en: 'Where the result comes from' },
});

export function PublicationScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const text = useParam('number');
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  const day = useDay();
  const reading = useRead(query, { number, asOf: endOf(day) }, { pause: number === 0 });
  const found = reading.data?.publication;
  if (number === 0) return <NotFoundScreen />;
  if (!reading.data)
    return (
      <Page>
        <Waiting reading={reading} head lines={10} />
      </Page>
    );
  if (!found && !day) return <NotFoundScreen />;
  if (!found)
    return (
      <NotYetThen title={t.title(number)}>
        <p>{t.absent}</p>
      </NotYetThen>
    );
  const withdrawal = found.because?.kind === 'SUSPENSION' ? t.suspension : t.withdrawal;
  // Records of early formats do not say why they take the place of another: all of them correct a mistake.
  const corrects = found.kind === 'CORRECTION' && (found.because?.kind ?? 'ERROR') === 'ERROR';
  const kind = corrects ? t.correction : found.kind === 'WITHDRAWAL' ? withdrawal : null;
  return (
    <Page>
      <PageHeader
        title={t.title(found.number)}
        documentTitle={`${local(found.school.name)}, ${t.within(found.number)}`}
        back={{ href: path.school(found.school.id, day), title: local(found.school.name) }}
        lead={local(found.framework.title)}
        facts={
          <>
            {kind && <strong>{kind}</strong>}
            <span>{time.day(found.publishedAt)}</span>
            <PrintedReport of={found} />
            <Certificate of={found} />
          </>
        }
      />
      <div className="stack-far">
        <PastNotice />
        <Chain record={found} />
        {found.kind !== 'WITHDRAWAL' && <Verdict result={found} />}
        <div className={styles.columns}>
          <Contents record={found} />
          <Facts record={found} />
        </div>
        <div className={styles.asOf}>
          <AsOf />
        </div>
      </div>
    </Page>
  );
}

/** Records are never changed, only followed by others. */
function Chain({ record }: { record: Record }) {
  const t = useMessages(words);
  const day = useDay();
  if (!record.correctedBy && !record.corrects) return null;
  const withdraws = record.kind === 'WITHDRAWAL';
  const because = record.school.history.find(({ number }) => number === record.correctedBy)?.because;
  return (
    <div className="stack">
      {record.correctedBy && (
        <Notice tone="warn" title={t.past}>
          {because && <Because {...because} />}
          <Link href={path.publication(record.correctedBy, day)}>{t.newer(record.correctedBy)}</Link>
        </Notice>
      )}
      {record.corrects && (
        <Notice tone={withdraws ? 'warn' : 'info'} title={withdraws ? t.ended(record.corrects) : t.replaces}>
          {record.because && <Because {...record.because} />}
          {withdraws && <p>{t.endedMore}</p>}
          <Link href={path.publication(record.corrects, day)}>{t.older(record.corrects)}</Link>
        </Notice>
      )}
    </div>
  );
}

function Contents({ record }: { record: Record }) {
  const t = useMessages(words);
  const local = useLocal();
  const tongue = useTongue();
  const opens = useOpens(record);
  return (
    <div className="stack-far">
      {record.summary && <InRussian text={record.summary} />}
      {record.source && <Notice title={t.source}>{local(record.source)}</Notice>}
      {record.reasons && (
        <Section title={record.competition ? t.jury : t.decision}>
          <Lines text={record.reasons} />
        </Section>
      )}
      {record.dissents.map((dissent) => (
        <Section key={dissent} title={t.dissent}>
          <p className="quiet small">{t.dissentMore}</p>
          <blockquote className={styles.aside}>
            <Lines text={dissent} />
          </blockquote>
        </Section>
      ))}
      {record.competition && (
        <Section title={t.competition}>
          <p>
            <strong>
              {t.place(
                placesRange(record.competition.firstPlace, record.competition.lastPlace),
                record.competition.entries,
              )}
            </strong>{' '}
            · <Link href={path.competition(record.competition.id)}>{local(record.competition.title)}</Link>
          </p>
        </Section>
      )}
      {record.waivers.length > 0 && (
        <Section title={t.waivers}>
          <p className="quiet small">{t.waiversMore}</p>
          {record.waivers.map((waiver) => (
            <p key={`${waiver.kind} ${waiver.reason}`}>
              {local(waiver.title)}: <span lang={tongue(waiver.reason)}>{waiver.reason}</span>
            </p>
          ))}
        </Section>
      )}
      {saidBesides(record).map((said) => (
        <Section key={`${said.at} ${said.title.en}`} title={local(said.title)}>
          <blockquote className={styles.aside}>
            <Lines text={said.text} />
          </blockquote>
        </Section>
      ))}
      {record.conditions.length > 0 && (
        <Section title={t.conditions}>
          <Conditions conditions={record.conditions} criteria={record.criteria} />
        </Section>
      )}
      {record.summary && (
        <Section title={t.summary}>
          <Lines text={record.summary} />
        </Section>
      )}
      {record.strengths && (
        <Section title={t.strong}>
          <Lines text={record.strengths} />
        </Section>
      )}
      {record.recommendations && (
        <Section title={t.improve}>
          <Lines text={record.recommendations} />
        </Section>
      )}
      {record.criteria.length > 0 && (
        <Section title={t.criteria}>
          <p className="quiet small">{t.own}</p>
          <CriteriaBars criteria={record.criteria} whole fileOf={pagesOf(record, opens)} />
        </Section>
      )}
      <Surveys of={record} />
      {record.derivation.length > 0 && (
        <Section title={t.derivation}>
          <p className="quiet small">{t.derivationMore}</p>
          <Derivations results={record.derivation} open />
        </Section>
      )}
      {record.accuracyClaims.length > 0 && (
        <Section title={t.claims}>
          <ul className={styles.claims}>
            {record.accuracyClaims.map((claim) => (
              <li key={claim.claim} className="stack-near">
                <p lang={tongue(claim.claim)}>{claim.claim}</p>
                <div className={styles.aside}>
                  <p className="quiet small">{claim.accepted ? t.accepted : t.declined}</p>
                  <p lang={tongue(claim.answer)}>{claim.answer}</p>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

/** What was said besides the reasons; the statement that brought the decision about may be these in the same words. */
function saidBesides({ statements, reasons }: Record) {
  return statements.filter(({ text }) => text !== reasons);
}

function Facts({ record }: { record: Record }) {
  const t = useMessages(words);
  const time = useTime();
  const opens = useOpens(record);
  return (
    <div className="stack-far">
      <Section title={t.how}>
        <Evaluated
          process={record.process}
          framework={record.framework}
          panel={record.panel}
          vote={record.vote}
        />
      </Section>
      <Section title={t.dates}>
        <DefinitionList
          pairs={[
            { term: t.decided, is: record.decidedOn && time.day(record.decidedOn) },
            {
              term: stands(record) ? t.holds : t.held,
              is:
                record.validFrom &&
                record.validTo &&
                t.span(time.day(record.validFrom), time.day(record.validTo)),
            },
            { term: t.published, is: time.moment(record.publishedAt) },
            { term: t.evaluation, is: record.evaluationNumber },
          ]}
        />
      </Section>
      {record.documents.length > 0 && (
        <Section title={t.documents}>
          <p className="quiet small">{t.documentsMore}</p>
          <Documents record={record} opens={opens} hashes />
        </Section>
      )}
      <Section title={t.check}>
        <Authenticity key={record.number} of={record} />
      </Section>
    </div>
  );
}
