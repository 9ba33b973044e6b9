import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
// First, so that the styles of each part come after and win.
import './app/fonts.css';
import './app/tokens.css';
import './app/base.css';
import { App } from './app/app';
import { WholePage } from './app/whole-page';
import { resumeRenewal } from './shared/oidc/renewal';
import { applyPreferences, followPreferences } from './shared/preferences';

applyPreferences();
followPreferences();
resumeRenewal();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <WholePage>
      <App />
    </WholePage>
  </StrictMode>,
);
