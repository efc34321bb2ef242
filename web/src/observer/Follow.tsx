// The feed of what is published, for whoever wants to be told of it by a program of theirs.
import { messages, useLanguage, useMessages } from '../app/language';

const words = messages({
  school: { ru: 'Следить за школой (Atom)', en: 'Follow this school (Atom)' },
  territory: { ru: 'Следить за территорией (Atom)', en: 'Follow this territory (Atom)' },
  all: { ru: 'Следить за всем опубликованным (Atom)', en: 'Follow everything published (Atom)' },
});

/** A link to the Atom feed of a school or a territory; without an id, of everything. */
export function Follow({ what, id = 'all' }: { what: keyof (typeof words)['ru']; id?: string }) {
  const t = useMessages(words);
  const language = useLanguage();
  return (
    <a href={`/feeds/${id}.atom?lang=${language}`} type="application/atom+xml">
      {t[what]}
    </a>
  );
}
