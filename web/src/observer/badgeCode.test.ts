import { expect, test } from 'vitest';
import { badgeCode } from './badgeCode';

test('a name in the code of a badge stays a name', () => {
  expect(badgeCode('https://a.b/schools/1', 'https://a.b/badges/1.svg?lang=en', '"><script>')).toBe(
    '<a href="https://a.b/schools/1"><img src="https://a.b/badges/1.svg?lang=en" alt="&quot;&gt;&lt;script&gt;" width="340" height="72"></a>',
  );
});
