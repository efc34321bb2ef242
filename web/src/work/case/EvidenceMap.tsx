// The evidence map: criterion by criterion how many documents and pages there are, and of which age.
import { type LocalizedText, messages, useLocal, useMessages } from '../../app/language';
import { useTime } from '../../app/time';
import { Disclosure } from '../../design/Disclosure';
import { StateBadge } from '../../design/StateBadge';
import { Table } from '../../design/Table';
import { type Coverage, coverageOf, type Mapped } from './evidenceMap';

const words = messages({
  title: { ru: 'Карта свидетельств', en: 'Evidence map' },
  criterion: { ru: 'Критерий', en: 'Criterion' },
  documents: { ru: 'Документов', en: 'Documents' },
  pages: { ru: 'Страниц', en: 'Pages' },
  made: { ru: 'Составлены', en: 'Made' },
  state: { ru: 'Что заметно', en: 'What stands out' },
  undated: { ru: (count: number) => `без даты: ${count}`, en: (count: number) => `without a day: ${count}` },
  missing: { ru: 'нет документа', en: 'no document' },
  notAsked: { ru: 'документ не обязателен', en: 'no document is asked for' },
  old: { ru: 'всё устарело', en: 'all outdated' },
  reused: {
    ru: (count: number) => `из прошлых оценок: ${count}`,
    en: (count: number) => `from earlier evaluations: ${count}`,
  },
  deleted: {
    ru: (count: number) => `файл удалён: ${count}`,
    en: (count: number) => `file deleted: ${count}`,
  },
  someOld: {
    ru: (count: number) => `устарело: ${count}`,
    en: (count: number) => `outdated: ${count}`,
  },
});

type Asked = { code: string; title: LocalizedText; scored: boolean; evidenceRequired: boolean };
type Props = { criteria: readonly Asked[]; documents: readonly Mapped[] };

export function EvidenceMap({ criteria, documents }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const asked = criteria.filter(({ scored }) => scored);
  const rows = coverageOf(
    asked.map(({ code }) => code),
    documents,
  );
  const of = (row: Coverage) => asked.find(({ code }) => code === row.code);

  function made({ oldest, newest, undated }: Coverage) {
    const days = oldest && newest && [...new Set([time.day(oldest), time.day(newest)])].join(' – ');
    return [days, undated > 0 && t.undated(undated)].filter(Boolean).join('; ');
  }
  function state(row: Coverage) {
    if (!row.documents)
      return of(row)?.evidenceRequired ? (
        <StateBadge tone="bad">{t.missing}</StateBadge>
      ) : (
        <span className="quiet">{t.notAsked}</span>
      );
    return (
      <>
        {row.outdated === row.documents ? (
          <StateBadge tone="bad">{t.old}</StateBadge>
        ) : (
          row.outdated > 0 && <StateBadge tone="active">{t.someOld(row.outdated)}</StateBadge>
        )}{' '}
        {row.reused > 0 && <span className="quiet">{t.reused(row.reused)} </span>}
        {row.deleted > 0 && <span className="quiet">{t.deleted(row.deleted)}</span>}
      </>
    );
  }
  return (
    <Disclosure title={t.title}>
      <Table
        caption={t.title}
        rows={rows}
        rowKey={({ code }) => code}
        columns={[
          {
            key: 'criterion',
            title: t.criterion,
            heading: true,
            cell: (row) => {
              const criterion = of(row);
              return `${row.code}. ${criterion ? local(criterion.title) : ''}`;
            },
          },
          { key: 'documents', title: t.documents, numeric: true, cell: (row) => row.documents },
          { key: 'pages', title: t.pages, numeric: true, cell: (row) => row.pages },
          { key: 'made', title: t.made, cell: made },
          { key: 'state', title: t.state, cell: state },
        ]}
      />
    </Disclosure>
  );
}
