// The day that an address asks about: what was known at its end.
import { useSearch } from '../app/params';

/** As people outside write it too: days begin and end in UTC. */
export const today = () => new Date().toISOString().slice(0, 10);

/** Nothing was published here before: whoever asks about an earlier day is shown the present. */
export const EARLIEST = '2000-01-01';

/** The day that is meant, where it is one and over; null stands for now. */
export function pastDay(text: string, now: string): string | null {
  const read = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text) : null;
  // The thirtieth of February is read as a day of March.
  const isDay = read && !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === text;
  return isDay && text >= EARLIEST && text < now ? text : null;
}

/** The day over that the address asks about with `on`; null stands for now. */
export function useDay(): string | null {
  const [read] = useSearch();
  return pastDay(read('on'), today());
}

/** The moment that the API is asked about. */
export const endOf = (day: string | null) => day && `${day}T23:59:59Z`;
