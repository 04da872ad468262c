/**
 * Speech services: what each wants to hear, and what its answers mean. One class for each service,
 * which knows no network, clock or thread; docs/add-a-service.md shows how one is added.
 */
package dev.tapewire.sender.service;
