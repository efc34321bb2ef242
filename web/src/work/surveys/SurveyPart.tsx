// One survey: whether it is open, how many have answered, and then the results.
import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLanguage, useLocal, useMessages } from '../../app/language';
import { perCent, useDecimal } from '../../app/numbers';
import { path } from '../../app/paths';
import { useTime } from '../../app/time';
import { ActionButton } from '../../design/ActionButton';
import { LinkButton } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { DefinitionList, Section } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { IssueCards } from './IssueCards';
import { Results } from './Results';
import type { SurveyData } from './surveyQuery';
import { Texts } from './Texts';

const close = graphql(
  `mutation CloseSurvey($input: CloseSurveyInput!) { closeSurvey(input: $input) {
    __typename ... on Survey { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  OPEN: { ru: 'идёт', en: 'open' },
  CLOSED: { ru: 'закрыт', en: 'closed' },
  SATISFACTION: { ru: 'удовлетворённость', en: 'satisfaction' },
  NEEDS: { ru: 'запросы', en: 'needs' },
  kind: { ru: 'О чём', en: 'About' },
  until: { ru: 'Отвечать можно до', en: 'Open until' },
  closed: { ru: 'Закрыт', en: 'Closed' },
  answered: { ru: 'Ответили', en: 'Answered' },
  of: {
    ru: (count: number, issued: number, rate: string) =>
      `${count} из ${issued} приглашённых${rate && ` (${rate} %)`}`,
    en: (count: number, issued: number, rate: string) =>
      `${count} of ${issued} invited${rate && ` (${rate}%)`}`,
  },
  quota: { ru: 'Нужно не меньше', en: 'Wanted at least' },
  reached: { ru: (quota: number) => `${quota}: набрано`, en: (quota: number) => `${quota}: reached` },
  lacking: {
    ru: (quota: number, left: number) => `${quota}: не хватает ${left}`,
    en: (quota: number, left: number) => `${quota}: ${left} more needed`,
  },
  groups: { ru: 'Кого спрашивают', en: 'Who is asked' },
  figures: { ru: 'Итоги', en: 'Figures' },
  published: {
    ru: 'суммы по всем ответившим опубликуют с результатом',
    en: 'sums over all who answered are published with the result',
  },
  inside: { ru: 'видят только участники дела', en: 'seen by those with a part in the case only' },
  group: {
    ru: (title: string, issued: number, population: number) =>
      `${title}: приглашено ${issued} из ${population}`,
    en: (title: string, issued: number, population: number) => `${title}: ${issued} of ${population} invited`,
  },
  open: {
    ru: 'Ответы видны после закрытия: до него их не читает никто.',
    en: 'Answers are seen after closing; until then nobody reads them.',
  },
  few: { ru: 'Ответов слишком мало', en: 'Too few answers' },
  fewMore: {
    ru: (threshold: number) =>
      `Ответили меньше ${threshold} человек: чтобы никого не узнали, ответы не сохранены.`,
    en: (threshold: number) =>
      `Fewer than ${threshold} people answered: so that nobody is recognised, the answers were not kept.`,
  },
  poster: { ru: 'Плакат с QR-кодом', en: 'Poster with a QR code' },
  paper: { ru: 'Анкета на бумаге (PDF)', en: 'Form on paper (PDF)' },
  close: { ru: 'Закрыть опрос', en: 'Close the survey' },
  closeMore: {
    ru: 'Ответы будут посчитаны, а отдельные анкеты удалены.',
    en: 'Answers will be counted and single forms deleted.',
  },
});

type Props = { survey: SurveyData; number: string; secretary: boolean };

export function SurveyPart({ survey, number, secretary }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const language = useLanguage();
  const time = useTime();
  const decimal = useDecimal();
  const act = useAct(close, ({ closeSurvey }) => closeSurvey);
  const open = survey.state === 'OPEN';
  const rate = survey.responseRate ? decimal(perCent(survey.responseRate)) : '';
  return (
    <Section
      title={local(survey.title)}
      action={<StateBadge tone={open ? 'active' : 'good'}>{t[survey.state]}</StateBadge>}
    >
      <DefinitionList
        pairs={[
          { term: t.kind, is: t[survey.kind] },
          { term: t.answered, is: t.of(survey.answered, survey.issued, rate) },
          {
            term: t.quota,
            is:
              survey.quota &&
              (survey.answered >= survey.quota
                ? t.reached(survey.quota)
                : t.lacking(survey.quota, survey.quota - survey.answered)),
          },
          { term: t.groups, is: <Groups survey={survey} /> },
          { term: t.figures, is: survey.public ? t.published : t.inside },
          open
            ? { term: t.until, is: time.moment(survey.closesAt) }
            : { term: t.closed, is: survey.closedAt && time.moment(survey.closedAt) },
        ]}
      />
      {open ? (
        <>
          <p className="quiet">{t.open}</p>
          {secretary && <IssueCards survey={survey} />}
          <div className="row">
            <LinkButton href={path.surveyPoster(number, survey.id)}>{t.poster}</LinkButton>
            <a href={path.surveyForm(survey.id, language)}>{t.paper}</a>
          </div>
          {secretary && (
            <ActionButton
              transition={{
                name: 'close_survey',
                title: { ru: t.close, en: t.close },
                available: true,
                irreversible: true,
                blockedBy: [],
              }}
              look="secondary"
              pending={act.pending}
              onAct={() => act.run({ input: { surveyId: survey.id, expectedVersion: survey.version } })}
            >
              {t.closeMore}
            </ActionButton>
          )}
          <Trouble act={act} />
        </>
      ) : survey.results ? (
        <Results survey={survey} whole={survey.results} />
      ) : (
        <Notice tone="warn" title={t.few}>
          {t.fewMore(survey.threshold)}
        </Notice>
      )}
      <Texts survey={survey} secretary={secretary} />
    </Section>
  );
}

function Groups({ survey }: { survey: SurveyData }) {
  const t = useMessages(words);
  const local = useLocal();
  return (
    <ul className="stack-near" style={{ listStyle: 'none', padding: 0 }}>
      {survey.groups.map(({ code, title, issued, population }) => (
        <li key={code}>{t.group(local(title), issued, population)}</li>
      ))}
    </ul>
  );
}
