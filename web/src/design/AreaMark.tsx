// A page in small with the area that is meant on it.
import { messages, useMessages } from '../app/language';

const words = messages({ part: { ru: 'область страницы', en: 'part of the page' } });

type Props = { area: { left: string; top: string; width: string; height: string } };

export function AreaMark({ area }: Props) {
  const t = useMessages(words);
  return (
    <svg
      viewBox="0 0 15 20"
      width="15"
      height="20"
      role="img"
      aria-label={t.part}
      style={{ flex: 'none', verticalAlign: 'text-bottom' }}
    >
      <title>{t.part}</title>
      <rect x="0.5" y="0.5" width="14" height="19" rx="1" fill="none" stroke="currentColor" opacity="0.5" />
      <rect
        x={1 + Number(area.left) * 13}
        y={1 + Number(area.top) * 18}
        width={Math.max(Number(area.width) * 13, 1.5)}
        height={Math.max(Number(area.height) * 18, 1.5)}
        fill="currentColor"
      />
    </svg>
  );
}
