/** Why a file cannot be read, with what to do; why one cannot be written. */
export const files = {
  'part/no-such-file': 'there is no such file; check the path',
  'part/gone-since-drop':
    'the file was removed after it was dropped, before it could be read; put it back and drop it again',
  'part/name-without-file':
    'a name in this path is no UTF-8 text and no single file of its folder reads like that; rename the file',
  'part/path-through-file': 'a part of the path is a file, not a folder; check the path',
  'part/path-too-long': 'the path is too long; check it',
  'part/link-to-itself': 'a link in the path leads to itself; check the path',
  'part/may-not-read': 'this user may not read it; change its permissions',
  'part/unreadable-file': 'it cannot be read ({why}); copy it elsewhere and try again',
  'part/is-a-folder': 'this is a folder; give a file',
  'part/is-a-device': 'this is a device or a pipe; give a file',
  'part/too-many-open-files': 'too many files are open at once',
  'part/disk-does-not-answer': 'the disk or network share does not answer',
  'part/no-answer-to-reading':
    'its disk or network share does not answer; check the connection, or copy the file to this computer',
  'part/open-picture': 'this is the picture that is open',
} as const;
