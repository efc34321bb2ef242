// A text that exists in both languages, shown in the reader's.
import { type LocalizedText, useLocal } from '../app/language';

export function Localized({ of }: { of: LocalizedText | null | undefined }) {
  const local = useLocal();
  return of ? local(of) : null;
}
