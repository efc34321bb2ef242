// Turning the pages of a version, and looking closer.
import { messages, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Icon } from '../../design/Icon';
import type { DeskVersion } from './deskQuery';

const words = messages({
  page: {
    ru: (page: number, count: number) => `с. ${page} из ${count}`,
    en: (page: number, count: number) => `p. ${page} of ${count}`,
  },
  before: { ru: 'Предыдущая страница', en: 'Previous page' },
  after: { ru: 'Следующая страница', en: 'Next page' },
  larger: { ru: 'Крупнее', en: 'Larger' },
  smaller: { ru: 'Мельче', en: 'Smaller' },
});

type TurningProps = {
  page: number;
  version: Pick<DeskVersion, 'pageCount'>;
  onTurn: (to: number) => void;
  onZoom: ((by: (zoom: number) => number) => void) | null;
};

export function Turning({ page, version, onTurn, onZoom }: TurningProps) {
  const t = useMessages(words);
  const plain = { square: true, small: true, look: 'plain' } as const;
  return (
    <span className="row">
      <Button {...plain} aria-label={t.before} disabled={page <= 1} onClick={() => onTurn(page - 1)}>
        <Icon name="left" />
      </Button>
      <span className="figures small nowrap">{t.page(page, version.pageCount)}</span>
      <Button
        {...plain}
        aria-label={t.after}
        disabled={page >= version.pageCount}
        onClick={() => onTurn(page + 1)}
      >
        <Icon name="right" />
      </Button>
      {onZoom && (
        <>
          <Button
            {...plain}
            aria-label={t.smaller}
            onClick={() => onZoom((zoom) => Math.max(0.5, zoom - 0.25))}
          >
            −
          </Button>
          <Button {...plain} aria-label={t.larger} onClick={() => onZoom((zoom) => Math.min(3, zoom + 0.25))}>
            +
          </Button>
        </>
      )}
    </span>
  );
}
