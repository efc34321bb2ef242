// How a result came about: by which process, by whom, with which vote. Constituencies, not names.
import { type LocalizedText, messages, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import { useTime } from '../app/time';
import { Link } from '../design/Link';
import { DefinitionList } from '../design/Page';

export type ConstituencyName = 'PEDAGOGUE' | 'PARENT' | 'EMPLOYER' | 'SCIENCE' | 'CULTURE' | 'CIVIL_SOCIETY';

export const constituencies = messages({
  PEDAGOGUE: { ru: 'педагоги', en: 'teachers' },
  PARENT: { ru: 'родители', en: 'parents' },
  EMPLOYER: { ru: 'работодатели', en: 'employers' },
  SCIENCE: { ru: 'наука', en: 'science' },
  CULTURE: { ru: 'культура', en: 'culture' },
  CIVIL_SOCIETY: { ru: 'общественные организации', en: 'civil society' },
});

const words = messages({
  process: { ru: 'Порядок', en: 'Process' },
  framework: { ru: 'Критерии', en: 'Criteria' },
  panel: { ru: 'Эксперты', en: 'Experts' },
  lead: { ru: 'ведущий эксперт', en: 'lead' },
  vote: { ru: 'Голосование', en: 'Vote' },
  votes: {
    ru: (yes: number, no: number, abstained: number) => `за ${yes}, против ${no}, воздержались ${abstained}`,
    en: (yes: number, no: number, abstained: number) => `${yes} for, ${no} against, ${abstained} abstained`,
  },
  quorum: { ru: 'Кворум', en: 'Quorum' },
  ofQuorum: {
    ru: (quorum: number, eligible: number, recused: number) =>
      `нужно ${quorum} из ${eligible}${recused ? `; отвод – ${recused}` : ''}`,
    en: (quorum: number, eligible: number, recused: number) =>
      `${quorum} of ${eligible} needed${recused ? `; ${recused} stepped aside` : ''}`,
  },
  held: { ru: 'Заседание', en: 'Meeting' },
});

type Props = {
  process: LocalizedText | null;
  framework: { id: string; title: LocalizedText };
  panel: readonly { constituency: ConstituencyName; lead: boolean }[];
  vote: {
    votesFor: number;
    votesAgainst: number;
    abstained: number;
    recused: number;
    quorum: number;
    eligible: number;
    heldAt: string;
  } | null;
};

export function Evaluated({ process, framework, panel, vote }: Props) {
  const t = useMessages(words);
  const who = useMessages(constituencies);
  const local = useLocal();
  const time = useTime();
  const seats = panel.map(({ constituency, lead }) => who[constituency] + (lead ? ` (${t.lead})` : ''));
  return (
    <DefinitionList
      pairs={[
        { term: t.process, is: process && local(process) },
        { term: t.framework, is: <Link href={path.method(framework.id)}>{local(framework.title)}</Link> },
        { term: t.panel, is: seats.join(', ') },
        { term: t.vote, is: vote && t.votes(vote.votesFor, vote.votesAgainst, vote.abstained) },
        { term: t.quorum, is: vote && t.ofQuorum(vote.quorum, vote.eligible, vote.recused) },
        { term: t.held, is: vote && time.day(vote.heldAt) },
      ]}
    />
  );
}
