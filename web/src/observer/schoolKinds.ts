// Kinds of school, as people call those that a criterion is not asked of.
import { messages } from '../app/language';

export const SCHOOL_KINDS = ['GENERAL', 'PRIMARY', 'EVENING', 'SPECIAL', 'BOARDING'] as const;
export type SchoolKind = (typeof SCHOOL_KINDS)[number];

export const schoolKinds = messages({
  GENERAL: { ru: 'общеобразовательные школы', en: 'general schools' },
  PRIMARY: { ru: 'начальные школы', en: 'primary schools' },
  EVENING: { ru: 'вечерние школы', en: 'evening schools' },
  SPECIAL: { ru: 'коррекционные школы', en: 'special schools' },
  BOARDING: { ru: 'школы-интернаты', en: 'boarding schools' },
});
