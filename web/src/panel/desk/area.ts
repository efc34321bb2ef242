// A rectangle on a page, in shares of its width and height: in the address, under the pointer, under arrow keys.

export type Area = { left: string; top: string; width: string; height: string };
type Point = { x: number; y: number };

const SMALLEST = 0.01;
const STEP = 0.02;
const FIRST: Area = { left: '0.2500', top: '0.2500', width: '0.5000', height: '0.2000' };

const between = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
/** Exact to four decimals, and never over the edge of the page. */
function made(left: number, top: number, width: number, height: number): Area {
  const [x, y] = [left, top].map((one) => Math.round(one * 10000)) as [number, number];
  const [w, h] = [
    Math.min(Math.round(width * 10000), 10000 - x),
    Math.min(Math.round(height * 10000), 10000 - y),
  ];
  const told = (share: number) => (share / 10000).toFixed(4);
  return { left: told(x), top: told(y), width: told(w), height: told(h) };
}

/** Two places on one side of the page, the nearer first. */
function ordered(one: number, other: number): [number, number] {
  return [between(Math.min(one, other), 0, 1), between(Math.max(one, other), 0, 1)];
}

/** The rectangle between two corners, wherever they are; null where it is too small to be meant. */
export function spanned(from: Point, to: Point, smallest = SMALLEST): Area | null {
  const [left, right] = ordered(from.x, to.x);
  const [top, bottom] = ordered(from.y, to.y);
  if (right - left < smallest || bottom - top < smallest) return null;
  return made(left, top, right - left, bottom - top);
}

const MOVES: Record<string, readonly [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** What an arrow key makes of a rectangle: moves it, with `resize` its lower right corner; null for other keys. */
export function pressed(area: Area | null, key: string, resize: boolean): Area | null {
  const move = MOVES[key];
  if (!move) return null;
  if (!area) return FIRST;
  const [left, top, width, height] = sides(area);
  if (resize)
    return made(
      left,
      top,
      between(width + move[0], STEP, 1 - left),
      between(height + move[1], STEP, 1 - top),
    );
  return made(between(left + move[0], 0, 1 - width), between(top + move[1], 0, 1 - height), width, height);
}

function sides(area: Area): [number, number, number, number] {
  return [Number(area.left), Number(area.top), Number(area.width), Number(area.height)];
}

/** In whole percents, for words. */
export function percents(area: Area): [number, number, number, number] {
  return sides(area).map((share) => Math.round(share * 100)) as [number, number, number, number];
}

export function areaToText(area: Area | null): string | null {
  return area && [area.left, area.top, area.width, area.height].join('_');
}

export function areaFromText(text: string): Area | null {
  const given = text.split('_').map(Number);
  const [left = -1, top = -1, width = -1, height = -1] = given;
  const right = given.length === 4 && given.every((share) => share >= 0 && share <= 1);
  return right && left + width <= 1.00005 && top + height <= 1.00005 ? made(left, top, width, height) : null;
}
