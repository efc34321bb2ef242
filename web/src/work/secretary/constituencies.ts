// Whom experts speak for.
import { messages } from '../../app/language';

export const constituencyWords = messages({
  PEDAGOGUE: { ru: 'педагоги', en: 'teachers' },
  PARENT: { ru: 'родители', en: 'parents' },
  EMPLOYER: { ru: 'работодатели', en: 'employers' },
  SCIENCE: { ru: 'наука', en: 'science' },
  CULTURE: { ru: 'культура', en: 'culture' },
  CIVIL_SOCIETY: { ru: 'общественные организации', en: 'civil society' },
});
