// What people are called in a case.
import { messages } from '../../app/language';

export const roleWords = messages({
  SCHOOL: { ru: 'школа', en: 'the school' },
  SECRETARY: { ru: 'секретариат', en: 'the secretariat' },
  EXPERT: { ru: 'эксперты', en: 'the experts' },
  LEAD: { ru: 'ведущий эксперт', en: 'the lead expert' },
  COMMISSION: { ru: 'члены комиссии', en: 'the commission' },
  APPEAL: { ru: 'члены апелляционной комиссии', en: 'those who hear the appeal' },
  APPEAL_CHAIR: { ru: 'председатель апелляционной комиссии', en: 'the chair of the appeal' },
  PROCESS: { ru: 'правила процесса', en: 'the rules of the process' },
  CLOCK: { ru: 'истечение срока', en: 'the deadline to pass' },
  CHAIR: { ru: 'председатель комиссии', en: 'the chair' },
  FOUNDER: { ru: 'учредитель', en: 'the founder' },
});
