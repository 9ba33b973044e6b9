/** Which chats somebody has before their eyes on a phone page. */
export class OpenChats {
  private readonly byPage = new Map<string, string>();

  open(page: string, phoneNumberId: string, customerKey: string): void {
    this.byPage.set(page, `${phoneNumberId}/${customerKey}`);
  }

  close(page: string): void {
    this.byPage.delete(page);
  }

  has(phoneNumberId: string, customerKey: string): boolean {
    const chat = `${phoneNumberId}/${customerKey}`;
    return [...this.byPage.values()].includes(chat);
  }
}
