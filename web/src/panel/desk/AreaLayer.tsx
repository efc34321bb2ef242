// A layer over a page that shows an area, or lets one be drawn: with mouse, pen or finger, or with arrow keys.
import { type PointerEvent, useEffect, useRef } from 'react';
import { messages, useMessages } from '../../app/language';
import { type Area, percents, pressed, spanned } from './area';
import styles from './desk.module.css';

const words = messages({
  layer: { ru: 'Область страницы', en: 'Area of the page' },
  none: { ru: 'Область ещё не выделена', en: 'No area is drawn yet' },
  is: {
    ru: (left: number, top: number, width: number, height: number) =>
      `Область: слева ${left} %, сверху ${top} %, ширина ${width} %, высота ${height} %`,
    en: (left: number, top: number, width: number, height: number) =>
      `Area: ${left} % from the left, ${top} % from the top, ${width} % wide, ${height} % high`,
  },
});

export function ShownArea({ area }: { area: Area }) {
  const t = useMessages(words);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: 'center', inline: 'nearest' }), []);
  return (
    <div className={styles.layer}>
      <Rectangle area={area} />
      <div
        ref={box}
        className={styles.middle}
        style={placed(area)}
        role="img"
        aria-label={t.is(...percents(area))}
      />
    </div>
  );
}

type Props = {
  area: Area | null;
  onDraw: (area: Area | null) => void;
  onTake: () => void;
  onLeave: () => void;
  /** The pointer is lifted: what was drawn is complete. */
  onLift?: () => void;
  smallest?: number;
};

export function AreaDrawing({ area, onDraw, onTake, onLeave, onLift, smallest }: Props) {
  const t = useMessages(words);
  const layer = useRef<HTMLDivElement>(null);
  const from = useRef<{ x: number; y: number } | null>(null);
  useEffect(() => layer.current?.focus({ preventScroll: true }), []);
  const point = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  return (
    <div
      ref={layer}
      className={`${styles.layer} ${styles.drawing}`}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys draw, too
      tabIndex={0}
      aria-label={t.layer}
      onPointerDown={(event) => {
        if (event.button) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = point(event);
        onDraw(null);
      }}
      onPointerMove={(event) => from.current && onDraw(spanned(from.current, point(event), smallest))}
      onPointerUp={() => {
        from.current = null;
        onLift?.();
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onLeave();
        else if (event.key === 'Enter') area && onTake();
        else {
          const next = pressed(area, event.key, event.shiftKey);
          if (!next) return;
          onDraw(next);
        }
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {area && <Rectangle area={area} />}
      <span className="unseen" role="status">
        {area ? t.is(...percents(area)) : t.none}
      </span>
    </div>
  );
}

/** The black boxes of a page. */
export function Boxes({ areas }: { areas: readonly Area[] }) {
  return (
    <div className={styles.layer}>
      {areas.map((area, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: boxes have no other name
        <div key={place} className={styles.box} style={placed(area)} />
      ))}
    </div>
  );
}

function placed(area: Area) {
  const [left, top, width, height] = [area.left, area.top, area.width, area.height].map(
    (share) => `${Number(share) * 100}%`,
  );
  return { left, top, width, height };
}

function Rectangle({ area }: { area: Area }) {
  return <div className={styles.area} style={placed(area)} />;
}
