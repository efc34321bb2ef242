// Kinds of school, as people call them.
import { messages } from '../app/language';

export const SCHOOL_KINDS = ['GENERAL', 'PRIMARY', 'EVENING', 'SPECIAL', 'BOARDING'] as const;
export type SchoolKind = (typeof SCHOOL_KINDS)[number];

export const schoolKind = messages({
  GENERAL: { ru: 'Общеобразовательная школа', en: 'General school' },
  PRIMARY: { ru: 'Начальная школа', en: 'Primary school' },
  EVENING: { ru: 'Вечерняя школа', en: 'Evening school' },
  SPECIAL: { ru: 'Коррекционная школа', en: 'Special school' },
  BOARDING: { ru: 'Школа-интернат', en: 'Boarding school' },
});

export const schoolKinds = messages({
  GENERAL: { ru: 'общеобразовательные школы', en: 'general schools' },
  PRIMARY: { ru: 'начальные школы', en: 'primary schools' },
  EVENING: { ru: 'вечерние школы', en: 'evening schools' },
  SPECIAL: { ru: 'коррекционные школы', en: 'special schools' },
  BOARDING: { ru: 'школы-интернаты', en: 'boarding schools' },
});
