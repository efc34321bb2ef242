// Why a door stayed closed, beside the control that knocked.
import { type LocalizedText, messages, useLocal, useMessages } from '../app/language';
import { Notice } from './Notice';

const words = messages({
  network: { ru: 'Не получилось: нет связи с сервером', en: 'It did not work: no connection to the server' },
  networkMore: { ru: 'Проверьте сеть и нажмите ещё раз.', en: 'Check your network and press again.' },
});

export function DoorTrouble({ trouble }: { trouble: LocalizedText | 'network' | null }) {
  const t = useMessages(words);
  const local = useLocal();
  if (!trouble) return null;
  return (
    <Notice tone="error" title={trouble === 'network' ? t.network : local(trouble)}>
      {trouble === 'network' && t.networkMore}
    </Notice>
  );
}
