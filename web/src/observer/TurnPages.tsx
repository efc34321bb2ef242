// Below a long list: to its next page, and back to the first.
import { messages, useMessages } from '../app/language';
import { Button } from '../design/Button';

const words = messages({
  next: { ru: 'Следующие', en: 'Next' },
  first: { ru: 'К началу списка', en: 'Back to the beginning' },
  pages: { ru: 'Страницы списка', en: 'Pages of the list' },
});

/** `next` is the place behind which the next page begins; `begun` says whether this page is behind the first. */
export function TurnPages({
  next,
  begun,
  turn,
}: {
  next: string | null | undefined;
  begun: boolean;
  turn: (after: string | null) => void;
}) {
  const t = useMessages(words);
  if (!next && !begun) return null;
  return (
    <nav className="row" aria-label={t.pages}>
      {next && <Button onClick={() => turn(next)}>{t.next}</Button>}
      {begun && (
        <Button look="plain" onClick={() => turn(null)}>
          {t.first}
        </Button>
      )}
    </nav>
  );
}
