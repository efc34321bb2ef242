// How a result came about: by which process, by whom, with which vote. Constituencies, not names.
import { english, type LocalizedText, messages, russian, useLocal, useMessages } from '../app/language';
import { useTime } from '../app/time';
import { Link } from '../design/Link';
import { DefinitionList } from '../design/Page';
import { methodPath } from './methods';

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
  framework: { ru: 'Методика', en: 'Framework' },
  panel: { ru: 'Оценивали', en: 'Evaluated by' },
  experts: {
    ru: (count: number) =>
      `${count} ${russian(count, 'независимый эксперт', 'независимых эксперта', 'независимых экспертов')} от разных сторон:`,
    en: (count: number) => `${count} independent ${english(count, 'expert', 'experts')}, speaking for:`,
  },
  lead: { ru: 'руководит группой', en: 'leads the panel' },
  vote: { ru: 'Комиссия', en: 'Commission' },
  votes: {
    ru: (yes: number, no: number, abstained: number) =>
      `за – ${yes}, против – ${no}, воздержались – ${abstained}`,
    en: (yes: number, no: number, abstained: number) => `${yes} for, ${no} against, ${abstained} abstained`,
  },
  quorum: {
    ru: (quorum: number, eligible: number) => `для решения нужно ${quorum} из ${eligible} голосов`,
    en: (quorum: number, eligible: number) => `${quorum} of ${eligible} votes were needed to decide`,
  },
  recused: {
    ru: (count: number) =>
      `${count} ${russian(count, 'член не голосовал', 'члена не голосовали', 'членов не голосовали')}: отвод из-за связи со школой`,
    en: (count: number) =>
      `${count} ${english(count, 'member', 'members')} stepped aside, being connected with the school`,
  },
  held: { ru: 'Заседание', en: 'Meeting' },
});

type Props = {
  process: LocalizedText | null;
  framework: { code: string; number: number; title: LocalizedText };
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
        { term: t.framework, is: <Link href={methodPath(framework)}>{local(framework.title)}</Link> },
        { term: t.panel, is: seats.length ? `${t.experts(seats.length)} ${seats.join(', ')}` : null },
        {
          term: t.vote,
          is: vote && (
            <>
              <p>{t.votes(vote.votesFor, vote.votesAgainst, vote.abstained)}</p>
              <p className="quiet small">{t.quorum(vote.quorum, vote.eligible)}</p>
              {vote.recused > 0 && <p className="quiet small">{t.recused(vote.recused)}</p>}
            </>
          ),
        },
        { term: t.held, is: vote && time.day(vote.heldAt) },
        { term: t.process, is: process && local(process) },
      ]}
    />
  );
}
