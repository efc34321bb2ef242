// What a draft changes of the newest published version, in the order of reading.
import { messages, useLanguage, useMessages } from '../../app/language';
import type { DraftData } from './draftQuery';
import styles from './frameworks.module.css';

const words = messages({
  none: {
    ru: 'Сравнивать не с чем, или черновик ничего не меняет.',
    en: 'There is nothing to compare with, or the draft changes nothing.',
  },
  unsound: {
    ru: 'Сравнение появится, когда в черновике не останется ошибок.',
    en: 'The comparison will be here once the draft has no mistakes.',
  },
  whole: { ru: 'Вся система', en: 'The whole' },
  ADDED: { ru: 'добавлен', en: 'added' },
  REMOVED: { ru: 'убран', en: 'removed' },
  MOVED: { ru: 'переставлен', en: 'moved' },
  CHANGED: { ru: 'изменено', en: 'changed' },
  title: { ru: 'название', en: 'title' },
  legal: { ru: 'основание', en: 'legal ground' },
  aggregation: { ru: 'общий балл', en: 'total' },
  maximum: { ru: 'наибольший балл', en: 'highest total' },
  scoring: { ru: 'правила подсчёта', en: 'rules' },
  kind: { ru: 'вид', en: 'kind' },
  parent: { ru: 'место в дереве', en: 'place in the tree' },
  description: { ru: 'описание', en: 'description' },
  weight: { ru: 'вес', en: 'weight' },
  evidence_required: { ru: 'обязательный документ', en: 'required document' },
  inputs: { ru: 'счётчики', en: 'counts' },
  required_by: { ru: 'чьё требование', en: 'whose requirement' },
  not_for: { ru: 'какие школы не спрашивают', en: 'schools not asked' },
  scale: { ru: 'шкала', en: 'scale' },
  position: { ru: 'порядок', en: 'order' },
  yes: { ru: 'да', en: 'yes' },
  no: { ru: 'нет', en: 'no' },
});

export function Changes({ of }: { of: DraftData }) {
  const t = useMessages(words);
  const language = useLanguage();
  if (!of.changes.length) return <p className="quiet">{of.preview ? t.none : t.unsound}</p>;
  const named: Record<string, string | undefined> = t as unknown as Record<string, string>;
  function told(text: string | null): string {
    if (text === null) return '—';
    const value: unknown = JSON.parse(text);
    if (typeof value === 'boolean') return value ? t.yes : t.no;
    if (value && typeof value === 'object') {
      const both = value as { ru?: unknown; en?: unknown };
      if (typeof both.ru === 'string') return String(both[language]);
      return JSON.stringify(value);
    }
    return value === null ? '—' : String(value);
  }
  return (
    <ul className={styles.list}>
      {of.changes.map(({ kind, criterionCode, fieldName, before, after }) => (
        <li key={`${criterionCode} ${fieldName} ${kind}`} className={styles.change}>
          <span>
            <strong>{criterionCode ?? t.whole}</strong>{' '}
            <span className="quiet">
              {[named[kind], kind === 'CHANGED' && named[fieldName ?? '']].filter(Boolean).join(': ')}
            </span>
          </span>
          <span className="prose">
            {before !== null && <del>{told(before)}</del>} {before !== null && after !== null && '→ '}
            {after !== null && <ins>{told(after)}</ins>}
          </span>
        </li>
      ))}
    </ul>
  );
}
