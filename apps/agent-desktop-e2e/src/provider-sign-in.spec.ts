import { accessibilityFaults } from './testing/axe';
import { ContactCenterFile } from './testing/contact-center-file';
import type { Desktop } from './testing/desktop';
import { eventually } from './testing/eventually';
import { IdentityProvider } from './testing/identity-provider';
import { journeys } from './testing/journeys';

const provider = new IdentityProvider();
afterAll(() => provider.stop());

const leave = ({ page }: Desktop) => page.getByRole('button', { name: 'Sign in with your organisation' }).click();
async function comeBackAs({ page }: Desktop, name: string): Promise<void> {
  await page.getByLabel('Who are you?').fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
}

journeys(
  'people sign in at their organisation’s identity provider',
  new ContactCenterFile(),
  (on) => {
    it('without a password here; the session is renewed, and lasts over a reload', async () => {
      const ana = await on.open();
      await ana.page.clock.install();
      await ana.page.reload();
      await ana.page.getByRole('button', { name: 'Sign in with your organisation' }).waitFor();
      expect(await ana.page.getByLabel('Password').count()).toBe(0);
      expect(await accessibilityFaults(ana.page)).toEqual([]);
      await leave(ana);
      await comeBackAs(ana, 'ana');
      await ana.page.getByRole('button', { name: 'State: Idle' }).waitFor();
      expect(new URL(ana.page.url()).search).toBe('');
      await ana.page.reload();
      await ana.page.getByRole('button', { name: 'State: Idle' }).waitFor();
      expect(provider.grants).toEqual(['authorization_code']);
      const token = () => ana.page.evaluate(() => sessionStorage.getItem('parley.token'));
      const first = await token();
      await ana.page.clock.fastForward('59:30');
      await eventually(token, (now) => now !== null && now !== first);
      expect(provider.grants).toEqual(['authorization_code', 'refresh_token']);
      await ana.choose('Available');
      await ana.page.getByRole('button', { name: 'State: Available' }).waitFor();
    });

    it('again after their session has ended, and go on where they were', async () => {
      const sofia = await on.open();
      await leave(sofia);
      await comeBackAs(sofia, 'sofia');
      await sofia.page.getByRole('link', { name: 'Reports' }).click();
      await sofia.page.getByRole('heading', { name: 'Reports' }).waitFor();
      await sofia.page.evaluate(() => sessionStorage.setItem('parley.token', 'over'));
      await sofia.page.reload();
      await sofia.page.getByText('Your session has ended. Sign in again to go on.').waitFor();
      await leave(sofia);
      await comeBackAs(sofia, 'sofia');
      await sofia.page.getByRole('heading', { name: 'Reports' }).waitFor();
    });

    it('and are told when the contact centre does not know them, or an answer is not meant for them', async () => {
      const eve = await on.open();
      await leave(eve);
      await comeBackAs(eve, 'eve');
      await eve.page.getByText('You are signed in, but not set up here.').waitFor();
      await eve.page.goto(`${on.product.url}/signed-in?code=stolen&state=guessed`);
      await eve.page.getByText('The sign-in did not succeed.').waitFor();
    });
  },
  () => provider.start(),
);
