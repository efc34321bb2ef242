// The files that somebody dropped, also those inside dropped folders, without what systems hide there.

const HIDDEN = /^(\.|~\$|Thumbs\.db$|desktop\.ini$)/i;

export function visible(files: readonly File[]): File[] {
  return files.filter(({ name }) => !HIDDEN.test(name));
}

/** Ask for a folder, and all that is in it. */
export function chosenFolder(): Promise<File[]> {
  const asked = document.createElement('input');
  asked.type = 'file';
  asked.webkitdirectory = true;
  return new Promise((resolve) => {
    asked.addEventListener('change', () => resolve(visible([...(asked.files ?? [])])));
    asked.click();
  });
}

export async function droppedFiles(dropped: DataTransfer): Promise<File[]> {
  // Entries are there only as long as the event is: take them all before waiting for the first.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return visible([...dropped.files]);
  return visible((await Promise.all(entries.map(within))).flat());
}

async function within(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return new Promise((resolve) =>
      (entry as FileSystemFileEntry).file(
        (file) => resolve([file]),
        () => resolve([]),
      ),
    );
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  // A folder is told a hundred entries at a time, and then nothing.
  for (let some = await read(reader); some.length > 0; some = await read(reader)) {
    found.push(...(await Promise.all(some.map(within))).flat());
  }
  return found;
}

function read(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
}
