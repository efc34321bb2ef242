// The surveys of a case: how many have answered, what was answered, and what the secretary does with them.
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam, useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { LinkButton } from '../../design/Button';
import { EmptyState } from '../../design/EmptyState';
import { Page, PageHeader } from '../../design/Page';
import { Waiting } from '../../design/Waiting';
import { Poster } from './Poster';
import { SurveyPart } from './SurveyPart';
import { surveysQuery } from './surveyQuery';

const words = messages({
  title: { ru: 'Опросы', en: 'Surveys' },
  make: { ru: 'Новый опрос', en: 'New survey' },
  none: { ru: 'Опросов пока нет', en: 'No surveys yet' },
  noneMore: {
    ru: 'Здесь будет, сколько людей ответили, а после закрытия – что они ответили: числами, без имён.',
    en: 'Here will stand how many people answered and, once a survey is closed, what: in counts, without names.',
  },
});

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
        {found.surveys.map((survey) => (
          <SurveyPart key={survey.id} survey={survey} number={found.number} secretary={secretary} />
        ))}
      </div>
    </Page>
  );
}
