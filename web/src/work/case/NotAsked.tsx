// What a case leaves out, because it is not asked of schools of this kind; nothing where all of it is asked.
import { messages, useLocal, useMessages } from '../../app/language';
import type { CaseData } from './caseQuery';

const words = messages({
  left: { ru: 'Об этом школы такого вида не спрашивают:', en: 'Not asked of schools of this kind:' },
});

export function NotAsked({ of }: { of: CaseData['notApplicable'] }) {
  const t = useMessages(words);
  const local = useLocal();
  if (!of.length) return null;
  return (
    <div className="stack-near quiet">
      <p>{t.left}</p>
      <ul>
        {of.map(({ code, title }) => (
          <li key={code}>
            {code}. {local(title)}
          </li>
        ))}
      </ul>
    </div>
  );
}
