// Where else something is to be done or seen in a case, for whoever is in it.

import { messages, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { LinkButton } from '../../design/Button';
import { Section } from '../../design/Page';
import type { CaseData } from './caseQuery';

const words = messages({
  desk: { ru: 'К рабочему столу эксперта', en: 'To the desk' },
  matrix: { ru: 'Сводная таблица оценок', en: 'Scores side by side' },
  report: { ru: 'Отчёт', en: 'Report' },
  meeting: { ru: 'Заседание комиссии', en: 'Meeting' },
  evidence: { ru: 'Документы', en: 'Evidence' },
  accuracy: { ru: 'Проверка фактов', en: 'Accuracy check' },
  formPanel: { ru: 'Сформировать комиссию экспертов', en: 'Form the panel' },
  places: { ru: 'Разделы этой оценки', en: 'Parts of this evaluation' },
});

const AFTER_REVIEW = [
  'consensus',
  'accuracy_check',
  'finalisation',
  'commission',
  'decided',
  'reply',
  'signing',
  'published',
  'suspended',
  'withdrawn',
  'expired',
  'site_visit',
];

export function Places({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const roles = found.myRoles;
  const state = found.state.code;
  const panel = roles.includes('EXPERT') || roles.includes('LEAD');
  const commission = roles.includes('COMMISSION') || roles.includes('CHAIR');
  const secretary = roles.includes('SECRETARY');
  const links = [
    panel &&
      ['individual_review', ...AFTER_REVIEW].includes(state) && {
        href: path.desk(found.number),
        title: t.desk,
      },
    secretary &&
      ['panel_formation', 'individual_review'].includes(state) && {
        href: path.panel(found.number),
        title: t.formPanel,
      },
    (panel || secretary || commission) &&
      AFTER_REVIEW.includes(state) && { href: path.matrix(found.number), title: t.matrix },
    (panel || secretary || commission) &&
      AFTER_REVIEW.includes(state) && { href: path.report(found.number), title: t.report },
    found.documents.length > 0 && { href: path.evidence(found.number), title: t.evidence },
    AFTER_REVIEW.slice(1).includes(state) &&
      roles.includes('SCHOOL') && { href: path.accuracy(found.number), title: t.accuracy },
    (commission || secretary) &&
      ['commission', 'decided', 'published'].includes(state) && {
        href: path.meeting(found.number),
        title: t.meeting,
      },
  ].filter((link) => !!link);
  if (!links.length) return null;
  return (
    <Section title={t.places}>
      <div className="row">
        {links.map(({ href, title }, place) => (
          <LinkButton key={href} href={href} look={place === 0 ? 'primary' : 'secondary'}>
            {title}
          </LinkButton>
        ))}
      </div>
    </Section>
  );
}
