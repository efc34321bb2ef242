// The surveys of a case: how many have answered, what was answered, and what the secretary does with them.
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam, useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { LinkButton } from '../../design/Button';
import { EmptyState } from '../../design/EmptyState';
import { Page, PageHeader, Section } from '../../design/Page';
import { besideOf, ratingsOf } from '../../design/said';
import { Voices } from '../../design/Voices';
import { Waiting } from '../../design/Waiting';
import { Poster } from './Poster';
import { SurveyPart } from './SurveyPart';
import { type SurveysData, surveysQuery } from './surveyQuery';

const words = messages({
  title: { ru: 'Опросы', en: 'Surveys' },
  make: { ru: 'Новый опрос', en: 'New survey' },
  none: { ru: 'Опросов пока нет', en: 'No surveys yet' },
  noneMore: {
    ru: 'Здесь будет, сколько людей ответили, а после закрытия – что они ответили: числами, без имён.',
    en: 'Here will stand how many people answered and, once a survey is closed, what: in counts, without names.',
  },
  needs: { ru: 'Чего ждут семьи и как это оценено', en: 'What families need, and how it is rated' },
  panel: { ru: 'Согласованная оценка экспертов', en: 'The experts’ agreed score' },
  own: { ru: 'Самооценка школы', en: 'The school’s own score' },
});

/** What all surveys of the case say of criteria, beside the panel's score as far as one may read it, or the school's. */
function Needs({ of: found }: { of: SurveysData }) {
  const t = useMessages(words);
  const agreed = found.consensus.some(({ value }) => value !== null);
  // What the rules make of the members of a group is its score.
  const groups = found.report?.derivation.flatMap(({ steps }) => steps) ?? [];
  const scores = new Map(
    agreed
      ? [
          ...groups.map(({ code, value }) => [code ?? '', value] as const),
          ...found.consensus.map(({ criterion, value }) => [criterion.code, value] as const),
        ]
      : found.selfAssessments.map(({ criterion, score }) => [criterion.code, score] as const),
  );
  const criteria = found.criteria.map((criterion) => {
    const score = scores.get(criterion.code) ?? null;
    const level = criterion.scale?.levels.find(({ value }) => Number(value) === Number(score ?? Number.NaN));
    return { ...criterion, score, level: level?.title ?? null };
  });
  const beside = besideOf(
    ratingsOf(criteria, found.framework.maximum),
    found.surveys.flatMap(({ voices }) => voices),
  );
  if (beside.length === 0) return null;
  return (
    <Section title={t.needs}>
      <Voices beside={beside} scoreOf={agreed ? t.panel : t.own} />
    </Section>
  );
}

export function SurveysScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const reading = useRead(surveysQuery, { number: useParam('number') });
  const [read] = useSearch();
  if (!reading.data?.viewer)
    return (
      <Page>
        <Waiting reading={reading} head lines={8} />
      </Page>
    );
  const found = reading.data.viewer.evaluation;
  if (!found) return <NotFoundScreen />;
  const secretary = found.myRoles.includes('SECRETARY');
  const shown = found.surveys.find(({ id }) => id === read('poster'));
  if (shown) return <Poster survey={shown} number={found.number} />;
  const make = secretary && !found.state.final && (
    <LinkButton look="primary" href={path.newSurvey(found.number)}>
      {t.make}
    </LinkButton>
  );
  return (
    <Page>
      <PageHeader
        title={t.title}
        documentTitle={`${t.title}, ${found.number}`}
        back={{ href: path.evaluation(found.number), title: local(found.school.name) }}
        action={found.surveys.length > 0 && make}
      />
      {found.surveys.length === 0 && (
        <EmptyState title={t.none} action={make}>
          {t.noneMore}
        </EmptyState>
      )}
      <div className="stack-far">
        <Needs of={found} />
        {found.surveys.map((survey) => (
          <SurveyPart key={survey.id} survey={survey} number={found.number} secretary={secretary} />
        ))}
      </div>
    </Page>
  );
}
