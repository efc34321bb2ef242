// Reading a document that need not be sound: whatever is not there is blank.
import type { Both } from '../document';

export type Loose = Record<string, unknown>;
export const written = (value: unknown) => (value === null || value === undefined ? '' : String(value));
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const looseOf = (value: unknown): Loose =>
  value && typeof value === 'object' ? (value as Loose) : {};
export const bothOf = (value: unknown): Both => ({
  ru: written(looseOf(value).ru),
  en: written(looseOf(value).en),
});
