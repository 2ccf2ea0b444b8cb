/**
 * A key that protects nothing, and a certificate of it for `hooks.example.com` that it has signed itself,
 * valid for a hundred years: `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days
 * 36500
 * -subj /CN=hooks.example.com -addext subjectAltName=DNS:hooks.example.com`.
 */
export const CERTIFICATE = {
  name: 'hooks.example.com',
  cert: `-----BEGIN CERTIFICATE-----
MIIBrTCCAVOgAwIBAgIUOHtxe73QSJNh9PQJTriJMqs+FQMwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRaG9va3MuZXhhbXBsZS5jb20wIBcNMjYxMTMwMTk0MzE4WhgP
MjEyNjExMDYxOTQzMThaMBwxGjAYBgNVBAMMEWhvb2tzLmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbXTHmF4bbRih+kXXL0tz/FKpbIslyuE9
im6KkAnxQsKndlsoLB3X7roz8rjdQxdzoIvrUZ6DLQoEZZPl4M1UjaNxMG8wHQYD
VR0OBBYEFDwkt1+MeyO7rWZ02Yr1L8QHZ0fUMB8GA1UdIwQYMBaAFDwkt1+MeyO7
rWZ02Yr1L8QHZ0fUMA8GA1UdEwEB/wQFMAMBAf8wHAYDVR0RBBUwE4IRaG9va3Mu
ZXhhbXBsZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIgMc03YG44GT3vmyFtHDLny1dN
GEQ4GVp/y87YJ87B6TQCIQDyaedF7edP3Hw4T/Ql1lmR4ajrz/3C+iY5I0DLt4AO
Rw==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgd5PJt2KZ752LOAha
lxQpqCWf0TqJlctwFmlz1l0IZN6hRANCAARtdMeYXhttGKH6RdcvS3P8UqlsiyXK
4T2KboqQCfFCwqd2WygsHdfuujPyuN1DF3Ogi+tRnoMtCgRlk+XgzVSN
-----END PRIVATE KEY-----
`,
};
