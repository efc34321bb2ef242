// A document by its name: a link to its file, or, where that was deleted after its time, when and why.
import type { ReactNode } from 'react';
import { messages, useMessages } from '../../app/language';
import { useTime } from '../../app/time';

const words = messages({
  deleted: {
    ru: (day: string, why: string) => `файл удалён ${day} по сроку хранения: ${why}`,
    en: (day: string, why: string) => `its file was deleted on ${day} after its time: ${why}`,
  },
});

type File = { url: string; deletedAt: string | null; deletedFor: string | null };

/** What is said of a version whose file was deleted; null for one that is kept. */
export function useDeletion(): (version: Omit<File, 'url'> | null | undefined) => string | null {
  const t = useMessages(words);
  const time = useTime();
  return (version) =>
    version?.deletedAt ? t.deleted(time.day(version.deletedAt), version.deletedFor ?? '') : null;
}

type Props = { document: { title: string; current: File | null }; children?: ReactNode };

/** `children` stand in place of the link, where a document that is kept opens in another way. */
export function DocumentLink({ document: { title, current }, children }: Props) {
  const gone = useDeletion()(current);
  if (gone)
    return (
      <span>
        {title} <span className="quiet small">({gone})</span>
      </span>
    );
  if (children) return children;
  if (!current) return title;
  return (
    <a href={current.url} target="_blank" rel="noopener">
      {title}
    </a>
  );
}
