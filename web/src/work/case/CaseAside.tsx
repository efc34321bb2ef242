// What stands beside a case: its stages and deadlines, its decision, who is asked and who judges, what happened.

import { messages, useLanguage, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { useTime } from '../../app/time';
import { Deadline } from '../../design/Deadline';
import { Disclosure } from '../../design/Disclosure';
import { Link } from '../../design/Link';
import { Openings } from '../../design/Openings';
import { DefinitionList, Section } from '../../design/Page';
import { Progress } from '../../design/Progress';
import { StateBadge, StateShapeIcon } from '../../design/StateBadge';
import { AdoptVersion } from '../secretary/AdoptVersion';
import { ExtendDeadline } from '../secretary/ExtendDeadline';
import { Holds } from '../secretary/Holds';
import styles from '../work.module.css';
import type { CaseData } from './caseQuery';
import { Letters } from './Letters';
import { MoreTime } from './MoreTime';
import { nameOf, ProcessPicture } from './ProcessPicture';

const words = messages({
  stages: { ru: 'Стадии', en: 'Stages' },
  deadlines: { ru: 'Сроки', en: 'Deadlines' },
  behind: { ru: 'Сроки пройденных стадий', en: 'Deadlines of stages that are over' },
  panel: { ru: 'Экспертная комиссия', en: 'Panel' },
  lead: { ru: 'ведущий эксперт', en: 'lead' },
  handed: { ru: 'заключение сдано', en: 'review handed in' },
  reviewing: { ru: 'оценено критериев', en: 'criteria scored' },
  file: { ru: 'Сроки для моего календаря', en: 'Deadlines for my calendar' },
  history: { ru: 'История', en: 'History' },
  openings: { ru: 'Кто открывал скрытое', en: 'Who opened what is hidden' },
  holds: { ru: (day: string) => `Действует до ${day}`, en: (day: string) => `Holds until ${day}` },
  decided: { ru: 'Решение', en: 'Decision' },
  surveys: { ru: 'Опросы', en: 'Surveys' },
  askPeople: { ru: 'Провести опрос', en: 'Make a survey' },
  answered: {
    ru: (answered: number, issued: number) => `ответили ${answered} из ${issued}`,
    en: (answered: number, issued: number) => `${answered} of ${issued} answered`,
  },
});

export function CaseAside({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const language = useLanguage();
  return (
    <aside className="stack-far" aria-label={t.stages}>
      <Section title={t.stages}>
        <Stages found={found} />
        <ProcessPicture found={found} />
        <AdoptVersion found={found} />
      </Section>
      <Section title={t.deadlines}>
        <Deadlines found={found} behind={false} />
        {found.deadlines.some(({ behind }) => behind) && (
          <Disclosure title={t.behind}>
            <Deadlines found={found} behind />
          </Disclosure>
        )}
        <a href={path.deadlinesFile(language)}>{t.file}</a>
        <MoreTime found={found} />
        <ExtendDeadline found={found} />
      </Section>
      {found.decision && (
        <Section title={t.decided}>
          <p>{local(found.decision.outcome.title)}</p>
          {found.decision.validTo && <p className="quiet">{t.holds(time.day(found.decision.validTo))}</p>}
        </Section>
      )}
      <Surveys found={found} />
      {found.seats.length > 0 && <Seats found={found} />}
      <Letters notices={found.notices} />
      <Holds found={found} />
      {found.openings.length > 0 && (
        <Disclosure title={t.openings}>
          <Openings openings={found.openings} />
        </Disclosure>
      )}
      <Disclosure title={t.history}>
        <dl className={styles.history}>
          {found.history.map((entry) => [
            <dt key={`${entry.at} ${entry.title.en} when`} className="quiet nowrap">
              {time.moment(entry.at)}
            </dt>,
            <dd key={`${entry.at} ${entry.title.en} what`}>
              {local(entry.title)} <span className="quiet">· {local(entry.by)}</span>
              {entry.note && <span className="quiet"> · {entry.note}</span>}
            </dd>,
          ])}
        </dl>
      </Disclosure>
    </aside>
  );
}

function Stages({ found }: { found: CaseData }) {
  const local = useLocal();
  const states = found.process.states;
  const here = states.findIndex(({ code }) => code === found.state.code);
  const over = found.standing === 'IN_FORCE' || found.standing === 'ENDED';
  // What may happen to a result later, and other ends, are no stages that everybody has before them.
  const end = states.findIndex(({ code, final }) => final || code === 'published');
  return (
    <ol className="stack-near" style={{ listStyle: 'none', padding: 0 }}>
      {states.map(
        (state, place) =>
          (place <= end || place === here) && (
            <li key={state.code} className={styles.stage} aria-current={place === here ? 'step' : undefined}>
              <StateShapeIcon shape={place < here || over ? 'check' : place === here ? 'half' : 'empty'} />
              {local(nameOf(found, state))}
            </li>
          ),
      )}
    </ol>
  );
}

/** Those of stages to come and of this one, or those of stages that are over. */
function Deadlines({ found, behind }: { found: CaseData; behind: boolean }) {
  const local = useLocal();
  return (
    <DefinitionList
      pairs={found.deadlines
        .filter((deadline) => deadline.behind === behind)
        .map((deadline) => ({
          key: deadline.name,
          term: local(deadline.title),
          is: <Deadline {...deadline} still={deadline.name !== found.currentDeadline?.name} />,
        }))}
    />
  );
}

/** People around the school who were asked; for the secretary also the way to ask them. */
function Surveys({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const may = found.myRoles.includes('SECRETARY') && !found.state.final;
  if (!found.surveys.length && !may) return null;
  return (
    <Section title={t.surveys}>
      {found.surveys.map(({ id, title, answered, issued }) => (
        <p key={id}>
          <Link href={path.surveys(found.number)}>{local(title)}</Link>{' '}
          <span className="quiet">{t.answered(answered, issued)}</span>
        </p>
      ))}
      {may && !found.surveys.length && <Link href={path.surveys(found.number)}>{t.askPeople}</Link>}
    </Section>
  );
}

function Seats({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  return (
    <Section title={t.panel}>
      <ul className="stack">
        {found.seats.map((seat) => (
          <li key={seat.id} className="stack-near">
            <span>
              {local(seat.person.name)} {seat.lead && <span className="quiet">· {t.lead}</span>}
            </span>
            {seat.reviewState === 'SUBMITTED' ? (
              <StateBadge tone="good">{t.handed}</StateBadge>
            ) : (
              seat.progress && <Progress {...seat.progress} label={t.reviewing} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
