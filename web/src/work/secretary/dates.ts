// Days as date fields have them, and the moment a day ends for a deadline.

/** The day so many days from now: `2026-12-24`. */
export function untilDay(days: number, from = new Date()): string {
  const day = new Date(from);
  day.setDate(day.getDate() + days);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Six in the evening of that day on this person's clock: a deadline that people can keep. */
export function momentOf(day: string): string {
  const moment = new Date(`${day}T18:00:00`);
  return Number.isNaN(moment.getTime()) ? new Date(0).toISOString() : moment.toISOString();
}

/** The day of a moment in a zone, as date fields have it; in this person's own zone when none is given. */
export function dayOf(moment: string, zone?: string): string {
  // Sweden writes days as date fields do.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: zone }).format(new Date(moment));
}
