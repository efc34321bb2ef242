// In place of the pages of a version whose file was deleted after its time: what became of it, and what stays.
import { messages, useMessages } from '../../app/language';
import { useSearch } from '../../app/params';
import { useTime } from '../../app/time';
import { Notice } from '../../design/Notice';
import styles from './desk.module.css';
import type { DeskVersion } from './deskQuery';

const words = messages({
  title: { ru: 'Файл удалён: вышел срок хранения', en: 'The file was deleted after its time' },
  when: {
    ru: (day: string, why: string) => `Секретариат удалил его ${day}. Причина: ${why}`,
    en: (day: string, why: string) => `The secretariat deleted it on ${day}. Reason: ${why}`,
  },
  stays: {
    ru: 'Название документа, контрольная сумма, ссылки экспертов и цитаты остались, и оценки по-прежнему на них держатся. Открыть страницу уже нельзя.',
    en: 'The document’s name, its hash, the experts’ citations and their quotes stay, and scores rest on them as before. The page can no longer be opened.',
  },
  quote: {
    ru: (page: string) => `Цитата, к которой вела ссылка, с. ${page}`,
    en: (page: string) => `The quote that the citation led to, p. ${page}`,
  },
});

export function Gone({ version }: { version: DeskVersion }) {
  const t = useMessages(words);
  const time = useTime();
  const [read] = useSearch();
  if (!version.deletedAt) return null;
  return (
    <div className={`${styles.gone} stack`}>
      <Notice title={t.title}>
        <div className="stack-near">
          <p>{t.when(time.day(version.deletedAt), version.deletedFor ?? '')}</p>
          <p>{t.stays}</p>
        </div>
      </Notice>
      {read('m') && (
        <figure className="stack-near">
          <figcaption className="quiet small">{t.quote(read('p') || '1')}</figcaption>
          <blockquote className="prose">«{read('m')}»</blockquote>
        </figure>
      )}
    </div>
  );
}
