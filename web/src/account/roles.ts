// What people can be, in words.
import { messages } from '../app/language';

export const roleNames = messages({
  SCHOOL_OFFICER: { ru: 'ответственный от школы', en: 'officer of a school' },
  SCHOOL_HEAD: { ru: 'руководитель школы', en: 'head of a school' },
  FOUNDER: { ru: 'учредитель', en: 'founder' },
  SECRETARY: { ru: 'секретарь', en: 'secretary' },
  EXPERT: { ru: 'эксперт', en: 'expert' },
  COMMISSION_MEMBER: { ru: 'член комиссии', en: 'commission member' },
  COMMISSION_CHAIR: { ru: 'председатель комиссии', en: 'chair of the commission' },
  ADMINISTRATOR: { ru: 'администратор', en: 'administrator' },
  SERVICE: { ru: 'программа', en: 'program' },
});
