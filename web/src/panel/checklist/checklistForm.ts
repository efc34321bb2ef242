// The form itself is kept on the device, too, to be opened again where there is no network.
import { keepDraft, readDraft } from '../../app/drafts';
import type { ChecklistData } from './checklistQuery';

const key = (number: string) => `checklist form ${number}`;

export const keepForm = (number: string, form: ChecklistData) => keepDraft(key(number), form);
export const keptForm = (number: string) => readDraft<ChecklistData>(key(number));
