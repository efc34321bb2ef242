// Frameworks are addressed by their code and version, which people can read: /methods/nok_uod.1
import { path } from '../app/paths';

type Named = { code: string; number: number };

export function methodPath({ code, number }: Named): string {
  return path.method(`${code}.${number}`);
}

/** The framework an address means: a code with a version, a code alone (then its newest version), or an id. */
export function meant<Framework extends Named & { id: string }>(
  frameworks: readonly Framework[],
  text: string,
): Framework | undefined {
  const newest = frameworks.toSorted((one, other) => other.number - one.number);
  return (
    newest.find(({ id, code, number }) => text === id || text === `${code}.${number}`) ??
    newest.find(({ code }) => code === text)
  );
}
