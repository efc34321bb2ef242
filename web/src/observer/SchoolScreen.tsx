// One school for those who want to know whether it is any good: the answer first, then why, then how one knows.
import { graphql, type ResultOf } from '../app/graph';
import { messages, russian, useLanguage, useLocal, useMessages, useTongue } from '../app/language';
import { NotFoundScreen } from '../app/NotFoundScreen';
import { useDecimal } from '../app/numbers';
import { useParam } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { useTime } from '../app/time';
import { LinkButton } from '../design/Button';
import { EmptyState } from '../design/EmptyState';
import { Link } from '../design/Link';
import { Notice } from '../design/Notice';
import { Page, PageHeader, Section } from '../design/Page';
import { Waiting } from '../design/Waiting';
import { AsOf, NotYetThen, PastNotice } from './AsOf';
import { Badge } from './Badge';
import { Because } from './Because';
import { CriteriaBars } from './CriteriaBars';
import { criterionFields } from './criteria';
import { Documents, documentFields, pagesOf, useOpens } from './Documents';
import { endOf, useDay } from './day';
import { Evaluated } from './Evaluated';
import { Follow } from './Follow';
import { LikeSchools, likeSchoolsFields } from './LikeSchools';
import styles from './observer.module.css';
import { Conditions, InRussian, Lines } from './Report';
import { briefFields, Certificate, PrintedReport, ResultLine, resultFields } from './result';
import { SinceLast } from './SinceLast';
import { Surveys, surveyFields } from './Surveys';
import { schoolKind } from './schoolKinds';
import { Trend } from './Trend';
import { Verdict } from './Verdict';

const schoolFields = graphql(
  `fragment SchoolFields on PublishedSchool {
    id name { ru en } address website pupils rural schoolKind
    municipality { id name { ru en } }
    region { id name { ru en } frameworks { framework { id } schools mean } }
    latest {
      ...BriefFields
      process { ru en }
      summary strengths recommendations
      criteria { ...CriterionFields }
      surveys { ...PublishedSurveyFields }
      conditions { text criterionCode owner dueOn state stateTitle { ru en } stateSince }
      panel { constituency lead }
      vote { votesFor votesAgainst abstained recused quorum eligible heldAt }
      documents { ...PublishedDocumentFields }
    }
    likeSchools { ...LikeSchoolsFields }
    history { ...ResultFields because { kind text } }
  }`,
  [briefFields, resultFields, criterionFields, documentFields, likeSchoolsFields, surveyFields],
);
const query = graphql(
  `query School($id: ID!, $asOf: DateTime) { school(id: $id, asOf: $asOf) { ...SchoolFields } }`,
  [schoolFields],
);
type School = ResultOf<typeof schoolFields>;
type Latest = NonNullable<School['latest']>;

const words = messages({
  back: { ru: 'Школы', en: 'Schools' },
  absent: {
    ru: 'На эту дату школы в реестре ещё не было',
    en: 'On that day the school was not in the register yet',
  },
  pupils: {
    ru: (count: string, number: number) => `${count} ${russian(number, 'ученик', 'ученика', 'учеников')}`,
    en: (count: string, number: number) => `${count} ${number === 1 ? 'pupil' : 'pupils'}`,
  },
  rural: { ru: 'в селе', en: 'in the country' },
  town: { ru: 'в городе', en: 'in a town' },
  none: { ru: 'Школу ещё не оценивали', en: 'The school has not been evaluated yet' },
  noneMore: {
    ru: 'Это не говорит о школе ни хорошего, ни плохого. Когда оценка завершится, результат появится здесь. Пока посмотрите другие школы рядом.',
    en: 'This says neither good nor bad of the school. Once an evaluation is finished, its result will stand here. Meanwhile look at other schools nearby.',
  },
  nearby: { ru: 'Школы рядом', en: 'Schools nearby' },
  changed: { ru: 'Результат изменили после публикации', en: 'The result was changed after publication' },
  another: { ru: 'О другой оценке этой школы', en: 'About another evaluation of this school' },
  withdrawn: { ru: 'Действующего результата сейчас нет', en: 'No result stands now' },
  withdrawnThen: {
    ru: 'На эту дату действующего результата не было',
    en: 'On that day no result stood',
  },
  withdrawnMore: {
    ru: 'Что было раньше – в истории ниже.',
    en: 'What there was before stands in the history below.',
  },
  summary: { ru: 'Коротко', en: 'In brief' },
  criteria: { ru: 'Оценки по критериям', en: 'Scores by criterion' },
  own: {
    ru: 'Полоса – оценка экспертов, кружок на ней – как школа оценила себя сама.',
    en: 'The bar is the experts’ score; the ring on it is how the school scored itself.',
  },
  noCriteria: {
    ru: 'Оценки по критериям не опубликованы, известен только итог.',
    en: 'Scores by criterion were not published; only the total is known.',
  },
  strong: { ru: 'Что хорошо', en: 'What is strong' },
  improve: { ru: 'Что советуют улучшить', en: 'What the experts advise improving' },
  must: { ru: 'Что школа обязана исправить', en: 'What the school must put right' },
  how: { ru: 'Кто и как оценивал', en: 'Who evaluated, and how' },
  documents: { ru: 'Документы', en: 'Documents' },
  documentsMore: {
    ru: 'Школа открыла их для всех. Файлы отдаются без сведений о том, кто и в чём их составил.',
    en: 'The school opened them to everybody. Files come without what they say of who made them, and with what.',
  },
  history: { ru: 'История оценок', en: 'History' },
  record: { ru: 'Читать запись целиком', en: 'Read the whole record' },
  recordMore: {
    ru: 'С обоснованием каждой оценки, голосованием и подписью, которую можно проверить.',
    en: 'With the reasons for every score, the vote, and a signature that can be checked.',
  },
  words: { ru: 'Что значат эти слова', en: 'What these words mean' },
  compare: { ru: 'Сравнить с другими', en: 'Compare with others' },
  source: { ru: 'Откуда результат', en: 'Where the result comes from' },
  number: { ru: (number: number) => `запись № ${number}`, en: (number: number) => `record No. ${number}` },
});

export function SchoolScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const day = useDay();
  const reading = useRead(query, { id: useParam('id'), asOf: endOf(day) });
  const school = reading.data?.school;
  if (!reading.data)
    return (
      <Page>
        <Waiting reading={reading} head lines={10} />
      </Page>
    );
  const back = { href: day ? `${path.schools}?on=${day}` : path.schools, title: t.back };
  if (!school && !day) return <NotFoundScreen />;
  if (!school) return <NotYetThen title={t.absent} back={back} />;
  const { latest } = school;
  const region = school.region?.frameworks.find(({ framework }) => framework.id === latest?.framework.id);
  const withdrawn = !latest && school.history.length > 0;
  // What was done last about a result, if it is the newest there is of the school: about the one that stands, or not.
  const act = school.history[0];

  return (
    <Page>
      <PageHeader
        title={local(school.name)}
        back={back}
        facts={<Facts school={school} />}
        action={latest && <LinkButton href={path.compare([school.id])}>{t.compare}</LinkButton>}
      />
      <div className="stack-far">
        <PastNotice />
        {latest && <Verdict result={latest} region={region} />}
        {latest && act?.because && (
          <Notice
            tone={act.number === latest.number ? 'warn' : 'info'}
            title={act.number === latest.number ? t.changed : t.another}
          >
            <Because {...act.because} />
            <p className="quiet small">
              <Link href={path.publication(act.number, day)}>{local(act.framework.title)}</Link>
            </p>
          </Notice>
        )}
        {school.likeSchools && <LikeSchools found={school.likeSchools} rural={school.rural ?? false} />}
        {latest && <Findings latest={latest} />}
        {withdrawn && (
          <Notice tone="warn" title={day ? t.withdrawnThen : t.withdrawn}>
            {act?.because && <Because {...act.because} />}
            {t.withdrawnMore}
          </Notice>
        )}
        {!latest && !withdrawn && (
          <EmptyState
            title={t.none}
            action={
              school.municipality && (
                <LinkButton href={path.territory(school.municipality.id, day)}>{t.nearby}</LinkButton>
              )
            }
          >
            {t.noneMore}
          </EmptyState>
        )}
        <SinceLast history={school.history} />
        <Trend history={school.history} />
        {(school.history.length > 1 || withdrawn) && <History history={school.history} />}
        <div className="stack-near">
          <div className={styles.asOf}>
            <AsOf />
          </div>
          {school.history.length > 0 && !day && <Badge of={school} />}
          <p>
            <Follow what="school" id={school.id} />
          </p>
        </div>
      </div>
    </Page>
  );
}

/** Leads to what the words of a part mean, in plain language. */
function Meaning({ of }: { of: string }) {
  const t = useMessages(words);
  const language = useLanguage();
  return (
    <p className="small">
      <a href={`/glossary?lang=${language}#${of}`}>{t.words}</a>
    </p>
  );
}

function Facts({ school }: { school: School }) {
  const t = useMessages(words);
  const kinds = useMessages(schoolKind);
  const local = useLocal();
  const decimal = useDecimal();
  const tongue = useTongue();
  const day = useDay();
  return (
    <>
      {school.municipality && (
        <Link href={path.territory(school.municipality.id, day)}>{local(school.municipality.name)}</Link>
      )}
      {school.region && <Link href={path.territory(school.region.id, day)}>{local(school.region.name)}</Link>}
      {school.address && <span lang={tongue(school.address)}>{school.address}</span>}
      {school.pupils !== null && <span>{t.pupils(decimal(school.pupils), school.pupils)}</span>}
      {school.schoolKind && <span>{kinds[school.schoolKind].toLowerCase()}</span>}
      {school.rural !== null && <span>{school.rural ? t.rural : t.town}</span>}
      {school.website && /^https?:/.test(school.website) && (
        <a href={school.website} rel="noopener noreferrer nofollow">
          {school.website.replace(/^https?:\/\//, '')}
        </a>
      )}
    </>
  );
}

function Findings({ latest }: { latest: Latest }) {
  const opens = useOpens(latest);
  const t = useMessages(words);
  const local = useLocal();
  const day = useDay();
  return (
    <div className={styles.columns}>
      <div className="stack-far">
        {latest.source && <Notice title={t.source}>{local(latest.source)}</Notice>}
        {latest.summary && (
          <Section title={t.summary}>
            <InRussian text={latest.summary} />
            <Lines text={latest.summary} />
          </Section>
        )}
        {latest.conditions.length > 0 && (
          <Section title={t.must}>
            <Meaning of="condition" />
            <Conditions conditions={latest.conditions} criteria={latest.criteria} />
          </Section>
        )}
        {latest.strengths && (
          <Section title={t.strong}>
            <Lines text={latest.strengths} />
          </Section>
        )}
        {latest.recommendations && (
          <Section title={t.improve}>
            <Lines text={latest.recommendations} />
          </Section>
        )}
        <Section title={t.criteria}>
          <Meaning of="criterion" />
          {latest.criteria.length > 0 ? (
            <>
              {latest.criteria.some(({ selfScore }) => selfScore !== null) && (
                <p className="quiet small">{t.own}</p>
              )}
              <CriteriaBars criteria={latest.criteria} fileOf={pagesOf(latest, opens)} />
            </>
          ) : (
            <p className="quiet">{t.noCriteria}</p>
          )}
        </Section>
        <Surveys of={latest} />
      </div>
      <div className="stack-far">
        <Section title={t.how}>
          <Meaning of="panel" />
          <Evaluated
            process={latest.process}
            panel={latest.panel}
            vote={latest.vote}
            framework={latest.framework}
          />
          <p>
            <Link href={path.publication(latest.number, day)}>{t.record}</Link>
            {latest.vote && <span className={styles.note}>{t.recordMore}</span>}
          </p>
          <p>
            <PrintedReport of={latest} />
          </p>
          <p>
            <Certificate of={latest} />
          </p>
        </Section>
        {latest.documents.length > 0 && (
          <Section title={t.documents}>
            <p className="quiet small">{t.documentsMore}</p>
            <Documents record={latest} opens={opens} />
          </Section>
        )}
      </div>
    </div>
  );
}

function History({ history }: { history: School['history'] }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const day = useDay();
  return (
    <Section title={t.history}>
      <ul className={styles.list}>
        {history.map((result) => (
          <li key={result.number} className={styles.entry}>
            <span>
              <Link href={path.publication(result.number, day)} className={styles.name}>
                {time.day(result.publishedAt)}
              </Link>{' '}
              <span className="quiet small">{t.number(result.number)}</span>
            </span>
            <div className="stack-near">
              <ResultLine
                result={result}
                after={history.find(({ number }) => number === result.correctedBy)}
              />
              {result.because && <Because {...result.because} />}
            </div>
            <span className="quiet small">{local(result.framework.title)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
