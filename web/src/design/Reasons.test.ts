import { expect, test } from 'vitest';
import { type ReasonData, together } from './Reasons';

const missing = (code: string, criterionCode: string | null, text: string): ReasonData => ({
  code,
  criterionCode,
  message: { ru: text, en: text },
  unblock: null,
});

test('what several criteria lack is said once, in the order of the first; what differs stays apart', () => {
  const reasons = [
    missing('SELF_ASSESSMENT_MISSING', '1.1', '1.1: no score'),
    missing('EVIDENCE_MISSING', '1.1', '1.1: no evidence'),
    missing('SELF_ASSESSMENT_MISSING', '1.2', '1.2: no score'),
    missing('PANEL_CONFLICT', null, 'Expert 1 works there'),
    missing('PANEL_CONFLICT', null, 'Expert 2 works there'),
  ];
  expect(together(reasons).map((alike) => alike.map(({ message }) => message.en))).toEqual([
    ['1.1: no score', '1.2: no score'],
    ['1.1: no evidence'],
    ['Expert 1 works there'],
    ['Expert 2 works there'],
  ]);
});
