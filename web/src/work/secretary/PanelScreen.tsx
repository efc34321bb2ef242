// Forming a panel: who can sit, who cannot and why; the lead; and the start of the review.
import { useEffect, useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { english, type LocalizedText, messages, russian, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam, useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { transitionFields } from '../../design/ActionButton';
import { Button } from '../../design/Button';
import { EmptyState } from '../../design/EmptyState';
import { TextField } from '../../design/Field';
import { Page, PageHeader, Section } from '../../design/Page';
import { Reasons, reasonFields } from '../../design/Reasons';
import { StateBadge } from '../../design/StateBadge';
import { Table } from '../../design/Table';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { Waiving } from '../case/Conflicts';
import { Step } from '../case/Step';
import { constituencyWords } from './constituencies';

const query = graphql(
  `query Panel($number: String!, $search: String) { viewer { evaluation(number: $number) {
    id number version school { name { ru en } municipality { name { ru en } } }
    process { panelSize }
    transitions { ...TransitionFields }
    seats { id lead recused constituency person { id name { ru en } } }
    candidates(search: $search) {
      person { id name { ru en } } employer { name { ru en } } municipality { name { ru en } }
      constituency qualification load seated waivable barredBy { ...ReasonFields }
    }
  } } }`,
  [transitionFields, reasonFields],
);
type Found = NonNullable<NonNullable<ResultOf<typeof query>['viewer']>['evaluation']>;

const seatExpert = graphql(
  `mutation SeatExpert($input: SeatExpertInput!) { seatExpert(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const unseatExpert = graphql(
  `mutation UnseatExpert($input: UnseatExpertInput!) { unseatExpert(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const appointLead = graphql(
  `mutation AppointLead($input: AppointLeadInput!) { appointLead(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Экспертная комиссия', en: 'Panel of experts' },
  seats: {
    ru: (have: number, need: number) => `Места: ${have} из ${need}`,
    en: (have: number, need: number) => `Seats: ${have} of ${need}`,
  },
  empty: { ru: 'Пока никто не назначен', en: 'Nobody sits here yet' },
  emptyMore: {
    ru: 'Выберите экспертов ниже. Тех, у кого конфликт интересов, назначить нельзя – причина указана рядом.',
    en: 'Choose experts below. Those with a conflict of interest cannot be seated; the reason stands beside them.',
  },
  lead: { ru: 'ведущий эксперт', en: 'lead' },
  makeLead: { ru: 'Назначить ведущим', en: 'Make lead' },
  unseat: { ru: 'Снять', en: 'Remove' },
  register: { ru: 'Реестр экспертов', en: 'Register of experts' },
  search: { ru: 'Найти эксперта', en: 'Find an expert' },
  expert: { ru: 'Эксперт', en: 'Expert' },
  from: { ru: 'Откуда', en: 'From' },
  speaks: { ru: 'Представляет', en: 'Speaks for' },
  load: { ru: 'Сейчас ведёт', en: 'Under way' },
  loads: {
    ru: (count: number) => `${count} ${russian(count, 'оценку', 'оценки', 'оценок')}`,
    en: (count: number) => `${count} ${english(count, 'case', 'cases')}`,
  },
  act: { ru: 'Назначение', en: 'Seating' },
  seat: { ru: 'Назначить', en: 'Seat' },
  seated: { ru: 'в комиссии', en: 'seated' },
  nobody: { ru: 'В реестре никого не нашлось.', en: 'Nobody in the register.' },
  start: { ru: 'Начать экспертизу', en: 'Start the review' },
});

export function PanelScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const [read] = useSearch();
  const reading = useRead(query, { number: useParam('number'), search: read('q') || null });
  const viewer = reading.data?.viewer;
  if (!viewer)
    return (
      <Page>
        <Waiting reading={reading} head lines={12} />
      </Page>
    );
  const found = viewer.evaluation;
  if (!found) return <NotFoundScreen />;
  const start = found.transitions.find(({ name }) => name === 'start_review');
  return (
    <Page>
      <PageHeader
        title={t.title}
        back={{ href: path.evaluation(found.number), title: local(found.school.name) }}
        lead={
          found.school.municipality && `${local(found.school.name)}, ${local(found.school.municipality.name)}`
        }
      />
      <div className="stack-far">
        <Seated found={found} />
        {start && (
          <Section title={t.start}>
            <Step transition={start} found={found} />
          </Section>
        )}
        <Register found={found} />
      </div>
    </Page>
  );
}

function Seated({ found }: { found: Found }) {
  const t = useMessages(words);
  const who = useMessages(constituencyWords);
  const local = useLocal();
  const unseat = useAct(unseatExpert, (data) => data.unseatExpert);
  const lead = useAct(appointLead, (data) => data.appointLead);
  const may = (name: string) => found.transitions.some((one) => one.name === name && one.available);
  const given = (seatId: string) => ({
    input: { evaluationId: found.id, expectedVersion: found.version, seatId },
  });
  const active = found.seats.filter(({ recused }) => !recused);
  return (
    <Section title={t.seats(active.length, found.process.panelSize)}>
      {active.length === 0 ? (
        <EmptyState title={t.empty}>{t.emptyMore}</EmptyState>
      ) : (
        <ul className="stack">
          {active.map((seat) => (
            <li key={seat.id} className="row">
              <strong>{local(seat.person.name)}</strong>
              <span className="quiet">{who[seat.constituency]}</span>
              {seat.lead ? (
                <StateBadge tone="active" shape="full">
                  {t.lead}
                </StateBadge>
              ) : (
                may('appoint_lead') && (
                  <Button small pending={lead.pending} onClick={() => void lead.run(given(seat.id))}>
                    {t.makeLead}
                  </Button>
                )
              )}
              {may('unseat_expert') && (
                <Button
                  small
                  look="plain"
                  pending={unseat.pending}
                  onClick={() => void unseat.run(given(seat.id))}
                >
                  {t.unseat}
                  <span className="unseen"> {local(seat.person.name)}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Trouble act={unseat} />
      <Trouble act={lead} />
    </Section>
  );
}

/** Those who can be seated first, then by name, «Эксперт 2» before «Эксперт 10». */
function inOrder(candidates: Found['candidates'], local: (text: LocalizedText) => string) {
  const barred = (one: Found['candidates'][number]) => Number(one.barredBy.length > 0);
  const names = new Intl.Collator(undefined, { numeric: true });
  return [...candidates].sort(
    (one, other) =>
      barred(one) - barred(other) || names.compare(local(one.person.name), local(other.person.name)),
  );
}

function Register({ found }: { found: Found }) {
  const t = useMessages(words);
  const who = useMessages(constituencyWords);
  const local = useLocal();
  const [read, write] = useSearch();
  const asked = read('q');
  const [typed, setTyped] = useState(asked);
  const act = useAct(seatExpert, (data) => data.seatExpert);
  const seating = found.transitions.find(({ name }) => name === 'seat_expert');
  useEffect(() => {
    const timer = setTimeout(() => typed !== asked && write({ q: typed.trim() || null }), 350);
    return () => clearTimeout(timer);
  }, [typed, asked, write]);
  if (!seating) return null;
  const none = !found.seats.some(({ lead, recused }) => lead && !recused);
  return (
    <Section title={t.register}>
      <TextField label={t.search} type="search" value={typed} onChange={setTyped} />
      {!seating.available && <Reasons reasons={seating.blockedBy} />}
      <Trouble act={act} />
      <Table
        caption={t.register}
        rows={inOrder(found.candidates, local)}
        rowKey={(one) => one.person.id}
        empty={<p>{t.nobody}</p>}
        columns={[
          {
            key: 'expert',
            title: t.expert,
            heading: true,
            cell: (one) => (
              <span className="stack-near">
                {local(one.person.name)}
                <span className="quiet small">
                  {[one.qualification, who[one.constituency]].filter(Boolean).join(' · ')}
                </span>
              </span>
            ),
          },
          {
            key: 'from',
            title: t.from,
            cell: (one) =>
              [one.employer && local(one.employer.name), one.municipality && local(one.municipality.name)]
                .filter(Boolean)
                .join(', '),
          },
          { key: 'load', title: t.load, cell: (one) => t.loads(one.load) },
          {
            key: 'act',
            title: t.act,
            cell: (one) =>
              one.seated ? (
                <StateBadge tone="good">{t.seated}</StateBadge>
              ) : one.barredBy.length ? (
                <div className="stack-near">
                  <Reasons reasons={one.barredBy} />
                  {one.waivable.map((kind) => (
                    <Waiving key={kind} found={found} personId={one.person.id} kind={kind} />
                  ))}
                </div>
              ) : (
                <Button
                  small
                  disabled={!seating.available}
                  pending={act.pending}
                  onClick={() =>
                    void act.run({
                      input: {
                        evaluationId: found.id,
                        expectedVersion: found.version,
                        personId: one.person.id,
                        lead: none,
                      },
                    })
                  }
                >
                  {t.seat}
                  <span className="unseen"> {local(one.person.name)}</span>
                </Button>
              ),
          },
        ]}
      />
    </Section>
  );
}
