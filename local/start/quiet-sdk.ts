/**
 * The AWS SDK warns at every start that releases of 2027 will need Node 22. Versions are pinned here, so it is no news
 * to the person who tries the product. This module must be imported before any client of the SDK.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
