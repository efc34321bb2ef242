// A region as tiles, one a municipality: at a glance where the schools stand, as far as one can tell. The table below
// has the figures. A shape and words say what a colour says.
import { messages, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { Link } from '../design/Link';
import styles from './observer.module.css';
import { type Side, sideOf } from './sides';

const words = messages({
  label: { ru: 'Муниципалитеты на схеме', en: 'Municipalities as tiles' },
  more: {
    ru: 'Плитки стоят по алфавиту, а не по месту на карте. Выше или ниже сказано только там, где разница со средним по региону не случайна.',
    en: 'Tiles stand by name, not by place. Higher or lower is said only where the difference from the region’s mean is more than chance.',
  },
  above: { ru: 'выше среднего по региону', en: 'above the region’s mean' },
  below: { ru: 'ниже среднего по региону', en: 'below the region’s mean' },
  unclear: { ru: 'от среднего не отличить', en: 'not told from the mean' },
  none: { ru: 'результатов нет', en: 'no results' },
});
const shapes: Record<Side, string> = { above: '▲', below: '▼', unclear: '●', none: '○' };
const looks: Record<Side, string | undefined> = {
  above: styles.tileAbove,
  below: styles.tileBelow,
  unclear: styles.tileUnclear,
  none: styles.tileNone,
};

export type Tile = {
  id: string;
  name: string;
  href: string;
  standing: { mean: string | null; lower: string | null; upper: string | null } | null;
};

export function Tiles({ tiles, mean, maximum }: { tiles: readonly Tile[]; mean: string; maximum: number }) {
  const t = useMessages(words);
  const decimal = useDecimal();
  return (
    <div className="stack-near">
      <ul className={styles.tiles} aria-label={t.label}>
        {tiles.map(({ id, name, href, standing }) => {
          const side = sideOf(standing, mean, maximum);
          return (
            <li key={id} className={looks[side]}>
              <span className={styles.tileFigure}>
                <span aria-hidden="true">{shapes[side]}</span>{' '}
                {standing?.mean ? decimal(standing.mean, 2) : '–'}
              </span>
              <Link href={href}>{name}</Link>
              <span className="quiet small">{t[side]}</span>
            </li>
          );
        })}
      </ul>
      <p className="quiet small">{t.more}</p>
    </div>
  );
}
