/** Messages of the engine begin small, as command lines print them ("reading a.jpg: ..."); in the window they are sentences. */
export function asSentence(message: string): string {
  return /^[a-z]+ /.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
}
